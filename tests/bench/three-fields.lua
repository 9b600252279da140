-- What users would write instead of the plugin: code, class and phrase of a response as fields of
-- their own, and nothing more.
--
-- SPDX-License-Identifier: GPL-2.0-or-later

local three = Proto("three", "Three fields of a response")
local code = ProtoField.uint16("three.code", "Code")
local class = ProtoField.uint8("three.class", "Class")
local phrase = ProtoField.string("three.phrase", "Phrase")
three.fields = {code, class, phrase}

local status_code = Field.new("sip.Status-Code")
local status_line = Field.new("sip.Status-Line")

function three.dissector(_, _, tree)
  local value, line = status_code(), status_line()
  if value then
    local below = tree:add(three)
    below:add(code, value.value)
    below:add(class, math.floor(value.value / 100))
    below:add(phrase, line and line.value:match("^%S+ %d+ (.*)$") or "")
  end
end

register_postdissector(three, true)
