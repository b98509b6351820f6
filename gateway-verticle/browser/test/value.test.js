import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromText, toDisplay, toText } from '../../src/main/resources/browser/app/value.js'

const field = (type) => ({ name: 'f', label: 'F', type, options: [], required: false })

test('a_value_keeps_the_json_type_that_it_has', () => {
  assert.equal(fromText('12', field('number'), '7', false), '12')
  assert.equal(fromText('12', field('number'), 7, true), 12)
  assert.equal(fromText('1', field('checkbox'), false, true), true)
  assert.equal(fromText('1', field('checkbox'), '0', false), '1')
  assert.deepEqual(fromText('a;#b', field('multiselect'), ['a'], true), ['a', 'b'])
})

test('a_new_value_is_text_in_a_metavox_space_and_of_its_field_elsewhere', () => {
  assert.equal(fromText('12', field('number'), undefined, true), '12')
  assert.equal(fromText('12', field('number'), undefined, false), 12)
  assert.equal(fromText('0', field('checkbox'), undefined, false), false)
})

test('an_emptied_value_is_removed_unless_it_is_text', () => {
  assert.equal(fromText('', field('number'), 7, true), null)
  assert.equal(fromText('', field('text'), 'before', false), '')
  assert.equal(fromText('', field('text'), undefined, false), null)
})

test('text_and_display_are_made_from_every_shape', () => {
  assert.equal(toText(true, field('checkbox')), '1')
  assert.equal(toText('0', field('checkbox')), '0')
  assert.equal(toText(null, field('text')), '')
  assert.equal(toText(['a', 'b'], field('multiselect')), 'a;#b')
  assert.equal(toDisplay('a;#b', field('multiselect')), 'a, b')
  assert.equal(toDisplay('soon', field('date')), 'soon')
})
