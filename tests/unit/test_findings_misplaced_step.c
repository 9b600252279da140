#include "findings.h"
int main(void) { return 0; }
