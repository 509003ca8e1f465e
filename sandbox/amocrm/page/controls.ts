/** amoCRM's controls for `self.render({ ref: '/tmpl/controls/….twig' })` (amocrm-api.md §6.5): our own markup, its names. */

const attributes = `{% if id %} id="{{ id|e }}"{% endif %}{% if name %} name="{{ name|e }}"{% endif %}{% if disabled %} disabled{% endif %}`;

const button = `<button type="button" class="button-input {{ class_name|default('') }}{% if blue %} button-input_blue{% endif %}"${attributes}>
<span class="button-input-inner"><span class="button-input-inner__text">{{ text|default('')|e }}</span></span></button>`;

const input = `<input class="text-input {{ class_name|default('') }}" type="{{ type|default('text') }}" value="{{ value|default('')|e }}" placeholder="{{ placeholder|default('')|e }}"{% if max_length %} maxlength="{{ max_length }}"{% endif %}${attributes}>`;

const textarea = `<textarea class="text-input text-input-textarea {{ class_name|default('') }}" placeholder="{{ placeholder|default('')|e }}"${attributes}>{{ value|default('')|e }}</textarea>`;

const suggest = `<span class="control--suggest {{ class_name|default('') }}"><input class="text-input control--suggest--input" type="text" autocomplete="off" value="{{ value|default('')|e }}" placeholder="{{ placeholder|default('')|e }}" list="{{ id|default(name)|e }}-list"${attributes}>
<datalist id="{{ id|default(name)|e }}-list">{% for item in items %}<option value="{{ item.option|e }}" data-value-id="{{ item.id|e }}"></option>{% endfor %}</datalist></span>`;

const select = `<span class="control--select {{ class_name|default('') }}"><select class="control--select--input"${attributes}>
{% for item in items %}<option value="{{ item.id|e }}"{% if item.id == selected %} selected{% endif %}{% if item.disabled %} disabled{% endif %}>{{ item.option|e }}</option>{% endfor %}</select></span>`;

const multiselect = `<span class="control--multiselect {{ class_name|default('') }}"><select multiple class="control--multiselect--input"${attributes}>
{% for item in items %}<option value="{{ item.id|e }}"{% if item.is_checked or item.id in selected|default([]) %} selected{% endif %}>{{ item.option|e }}</option>{% endfor %}</select></span>`;

const radio = `<span class="control--radio-group {{ class_name|default('') }}"{% if id %} id="{{ id|e }}"{% endif %}>
{% for item in items %}<label class="control-radio"><input type="radio" name="{{ name|e }}" value="{{ item.id|e }}"{% if item.id == selected %} checked{% endif %}> <span class="control-radio__label">{{ item.option|e }}</span></label>{% endfor %}</span>`;

const checkbox = `<label class="control-checkbox {{ class_name|default('') }}{% if checked %} is-checked{% endif %}"><input type="checkbox" class="control-checkbox__body" value="{{ value|default('Y')|e }}"{% if checked %} checked{% endif %}${attributes}>
<span class="control-checkbox__text">{{ text|default('')|e }}</span></label>`;

const checkboxesDropdown = `<details class="checkboxes_dropdown {{ class_name|default('') }}"{% if id %} id="{{ id|e }}"{% endif %}>
<summary class="checkboxes_dropdown__title">{{ title|default(title_empty)|default('Выберите')|e }}</summary>
{% for item in items %}<label class="checkboxes_dropdown__item"><input type="checkbox" name="{{ item.name|default(name)|e }}" value="{{ item.id|e }}"{% if item.is_checked %} checked{% endif %}> {{ item.option|e }}</label>{% endfor %}</details>`;

const dateField = `<span class="date_field_wrapper {{ class_name|default('') }}"><input class="text-input date_field" type="date" value="{{ value|default('')|e }}"${attributes}></span>`;

export const controls: Readonly<Record<string, string>> = {
  button,
  input,
  textarea,
  suggest,
  select,
  multiselect,
  radio,
  checkbox,
  checkboxes_dropdown: checkboxesDropdown,
  date_field: dateField,
};
