/* What the dialogs of all node types share: fields by action, look-ups, sign-in. Plain script: the editor loads it as it is. */
(function () {
	'use strict';
	if (window.AecNodes) return;

	/** Tables of the catalog by service, and those on their way. */
	const tables = {};
	const loading = {};
	/** Labels of picked ids, by resource and id, as far as this editor has seen them. */
	const seenLabels = {};
	const expressions = ['msg', 'flow', 'global', 'jsonata', 'env'];
	/** What has nothing to say where no message arrives. */
	const ofMessages = new Set(['msg', 'flow', 'global', 'jsonata']);
	/** What a person should know of an operation before relying on it. */
	const cautions = new Set(['beta', 'inferred', 'deprecated']);
	const fixed = new Set(['str', 'num', 'bool', 'pick']);

	function serviceOf(type) {
		return type.split('-')[1];
	}

	/** The table of a service; undefined until it is there. Nodes drawn before are looked at again then. */
	function table(service) {
		if (!tables[service]) load(service);
		return tables[service];
	}

	function load(service) {
		if (loading[service]) return loading[service];
		loading[service] = $.getJSON('aec-nodes/catalog/' + service)
			.done(function (found) {
				tables[service] = found;
				RED.nodes.eachNode(function (node) {
					if (node.type.indexOf('aec-' + service + '-') !== 0) return;
					RED.editor.validateNode(node);
					node.dirty = true;
					node.resize = true;
				});
				RED.view.redraw();
			})
			.fail(function () {
				delete loading[service];
			});
		return loading[service];
	}

	function words(node, key, values) {
		const translate = (node._def && node._def._) || node._;
		return translate ? translate.call(node._def || node, 'aec.' + key, values) : key;
	}

	function operationOf(node) {
		const known = table(serviceOf(node.type));
		const area = known && known.areas[node.type];
		return area && area.operations.find(function (one) { return one.id === node.resource + '.' + node.operation; });
	}

	function isFilled(value) {
		if (!value) return false;
		if (value.type === 'list') return value.value.length > 0;
		if (value.type === 'fields') return Object.keys(value.value).length > 0;
		return value.type === 'clear' || (value.value !== undefined && value.value !== '');
	}

	/** Whether a field counts with these values: those whose `when` depends on an expression always do. */
	function applies(field, values, fields) {
		return Object.keys(field.when || {}).every(function (key) {
			const value = values[key];
			if (value && !fixed.has(value.type)) return true;
			const other = fields.find(function (one) { return one.key === key; });
			const set = value ? value.value : other && other.default;
			return field.when[key].map(String).indexOf(String(set)) !== -1;
		});
	}

	/** Label of the first required field without a value, members of groups and rows included. */
	function firstMissing(fields, values) {
		for (const field of fields) {
			if (!applies(field, values, fields)) continue;
			const value = values[field.key];
			if (!isFilled(value)) {
				if (field.required && field.default === undefined) return field.label;
				continue;
			}
			const parts = !field.fields ? [] : value.type === 'list' ? value.value : [value];
			for (const part of parts) {
				const inside = part.type === 'fields' && firstMissing(field.fields, part.value);
				if (inside) return field.label + ', ' + inside;
			}
		}
		return undefined;
	}

	function problem(node, options, key, values) {
		return options ? words(node, 'problem.' + key, values) : false;
	}

	function checkAction(node, value, options) {
		if (!table(serviceOf(node.type))) return true;
		const operation = operationOf(node);
		if (!operation) return problem(node, options, 'unknown');
		const missing = firstMissing(operation.fields, value || {});
		return missing ? problem(node, options, 'missing', { label: missing }) : true;
	}

	function checkWithin(node, value, options) {
		const known = table(serviceOf(node.type));
		const trigger = known && known.triggers[node.type];
		if (!trigger) return true;
		const missing = firstMissing(trigger.within, value || {});
		return missing ? problem(node, options, 'missing', { label: missing }) : true;
	}

	function checkEvents(node, value, options) {
		return Array.isArray(value) && value.length > 0 ? true : problem(node, options, 'events');
	}

	function checkInterval(node, value, options) {
		const open = $('#node-input-unit').val();
		const ms = Number(value) * ((open || node.unit) === 'seconds' ? 1000 : 60000);
		return ms >= 10000 ? true : problem(node, options, 'interval');
	}

	function checkStartDate(node, value, options) {
		const open = $('#node-input-startFrom').val();
		return (open || node.startFrom) !== 'date' || !isNaN(Date.parse(value)) ? true : problem(node, options, 'startDate');
	}

	function checkLimit(node, value, options) {
		return node.returnAll || Number(value) > 0 ? true : problem(node, options, 'limit');
	}

	function checkAddress(node, value, options) {
		const open = $('#node-config-input-origin').val();
		return (open || node.origin) !== 'custom' || /^https?:\/\/[^\s/]+/.test(value) ? true : problem(node, options, 'address');
	}

	function label(node, otherwise) {
		const operation = operationOf(node);
		return operation ? inSentence(operation.action) : otherwise;
	}

	/** In small letters, but for abbreviations. */
	function inSentence(text) {
		return text.replace(/\S+/g, function (word) { return /[A-Z]{2}|[a-z][A-Z]/.test(word) ? word : word.toLowerCase(); });
	}

	function failureWords(xhr) {
		const told = xhr.responseJSON || {};
		return [told.message || xhr.statusText, told.remedy].filter(Boolean).join(' ');
	}

	/** A set of rows, one a field: required ones and those filled in, the others on demand. */
	function FieldRows(node, container, options) {
		this.node = node;
		this.container = container;
		this.options = options;
		this.rows = [];
		this.fields = [];
	}

	FieldRows.prototype.show = function (fields, saved) {
		const that = this;
		this.container.empty();
		this.rows = [];
		this.fields = fields;
		fields.forEach(function (field) {
			if (field.required || that.options.showAll || isFilled(saved[field.key])) that.add(field, saved[field.key]);
		});
		this.refresh();
	};

	FieldRows.prototype.add = function (field, saved) {
		const that = this;
		const element = $('<div class="form-row aec-row"></div>').attr('data-key', field.key).appendTo(this.container);
		named($('<label></label>'), field).appendTo(element);
		const host = $('<div class="aec-value"></div>').appendTo(element);
		const row = { field: field, element: element, widget: widgetFor(this, field, host, saved, this.options.showAll) };
		if (!field.required && !this.options.showAll) {
			$('<a class="aec-remove" href="#"><i class="fa fa-trash-o"></i></a>').attr('title', words(this.node, 'field.remove')).appendTo(element).on('click', function (event) {
				event.preventDefault();
				element.remove();
				that.rows.splice(that.rows.indexOf(row), 1);
				that.refresh();
			});
		}
		this.rows.push(row);
	};

	/** Gives an element the field's name, its description to point at, and a mark when it is required. */
	function named(element, field) {
		return element.text(field.label).attr('title', field.description || null).toggleClass('aec-described', Boolean(field.description)).toggleClass('aec-required', Boolean(field.required));
	}

	/** The values as they are saved: only what is filled in. */
	FieldRows.prototype.values = function () {
		const values = {};
		this.rows.forEach(function (row) {
			const value = row.widget.get();
			if (isFilled(value)) values[row.field.key] = value;
		});
		return values;
	};

	/** Shows the rows that count with the present values, and offers the rest for adding. */
	FieldRows.prototype.refresh = function () {
		const that = this;
		const values = this.values();
		this.rows.forEach(function (row) {
			row.element.toggle(applies(row.field, values, that.fields));
			if (row.widget.parentsChanged) row.widget.parentsChanged();
		});
		const select = this.options.addTo;
		if (!select) return;
		const rest = this.fields.filter(function (field) {
			return applies(field, values, that.fields) && !that.rows.some(function (row) { return row.field === field; });
		});
		select.empty().append($('<option value=""></option>').text(words(this.node, 'field.add')));
		rest.forEach(function (field) { select.append($('<option></option>').val(field.key).text(field.label).attr('title', field.description || '')); });
		select.closest('.form-row').toggle(rest.length > 0);
		select.off('change.aec').on('change.aec', function () {
			const field = rest.find(function (one) { return one.key === select.val(); });
			if (!field) return;
			that.add(field, undefined);
			that.refresh();
		});
	};

	/** @param stays whether its row cannot be removed, so that the field is left out by a choice of its own */
	function widgetFor(rows, field, host, saved, stays) {
		if (field.kind === 'range') {
			const end = { kind: field.of, required: false };
			const ends = [Object.assign({ key: 'from', label: words(rows.node, 'field.from') }, end), Object.assign({ key: 'to', label: words(rows.node, 'field.to') }, end)];
			return composedWidget(rows, field, host, saved, function (place, value) { return membersWidget(rows, ends, place, value); });
		}
		if (field.kind === 'group') return composedWidget(rows, field, host, saved, function (place, value) { return membersWidget(rows, field.fields, place, value); });
		if (field.kind === 'rows') return composedWidget(rows, field, host, saved, function (place, value) { return rowsWidget(rows, field, place, value); });
		if (field.kind === 'dynamic') return composedWidget(rows, field, host, saved, function (place, value) { return projectFieldsWidget(rows, field, place, value); });
		const drawn = drawable(field, saved);
		return drawn && drawn.type === 'list' ? keptWidget(rows, host, drawn) : valueWidget(rows, field, host, drawn, stays);
	}

	/** A saved value as its input shows it: fixed values of a list side by side, fixed options as picked. */
	function drawable(field, saved) {
		const several = ['choices', 'refs', 'texts'].indexOf(field.kind) !== -1;
		if (saved && saved.type === 'list' && several && saved.value.every(function (one) { return one.type === 'str' || one.type === 'pick'; })) {
			const values = saved.value.map(function (one) { return String(one.value); });
			if (field.kind === 'texts') return { type: 'json', value: JSON.stringify(values) };
			return drawable(field, { type: field.kind === 'refs' ? 'pick' : 'str', value: values.join(',') });
		}
		if (!saved || saved.type !== 'str' || !field.options) return saved;
		const chosen = (field.kind === 'choices' ? saved.value.split(',') : [saved.value]).map(function (one) {
			const text = one.trim().toLowerCase();
			return field.options.find(function (option) { return String(option.value).toLowerCase() === text || option.label.toLowerCase() === text; });
		});
		return chosen.every(Boolean) ? { type: 'pick', value: chosen.map(function (option) { return option.value; }).join(',') } : saved;
	}

	/** What a dialog cannot draw, written into the flow by hand: it stays as it is. */
	function keptWidget(rows, host, saved) {
		$('<span class="aec-hint"></span>').text(words(rows.node, 'field.kept')).appendTo(host);
		return { get: function () { return saved; } };
	}

	/** Several values: filled in one by one, or taken whole from an expression. */
	function composedWidget(rows, field, host, saved, fillIn) {
		const place = $('<div></div>').appendTo(host);
		const other = $('<a href="#" class="aec-switch"></a>').appendTo(host);
		let whole = Boolean(saved) && saved.type !== 'fields' && saved.type !== 'list';
		let widget;
		const draw = function (value) {
			place.empty();
			widget = whole ? valueWidget(rows, field, place, value) : fillIn(place, value);
			other.text(words(rows.node, whole ? 'field.fillIn' : field.clearable ? 'field.wholeOrClear' : 'field.whole'));
		};
		other.on('click', function (event) {
			event.preventDefault();
			whole = !whole;
			draw(undefined);
			rows.refresh();
		});
		draw(saved);
		return {
			get: function () { return widget.get(); },
			parentsChanged: function () { if (widget.parentsChanged) widget.parentsChanged(); },
		};
	}

	/** Several values under one label. */
	function membersWidget(rows, members, host, saved) {
		const inner = members.map(function (member) {
			const line = $('<div class="aec-inner"></div>').attr('data-key', member.key).appendTo(host);
			named($('<span></span>'), member).appendTo(line);
			const place = $('<div class="aec-member"></div>').appendTo(line);
			return { key: member.key, member: member, line: line, widget: widgetFor(rows, member, place, saved && saved.value[member.key], true) };
		});
		const values = function () {
			const value = {};
			inner.forEach(function (one) {
				const found = one.widget.get();
				if (isFilled(found)) value[one.key] = found;
			});
			return value;
		};
		const showWhatCounts = function () {
			const present = values();
			inner.forEach(function (one) { one.line.toggle(applies(one.member, present, members)); });
		};
		showWhatCounts();
		return { get: function () { return { type: 'fields', value: values() }; }, parentsChanged: showWhatCounts };
	}

	/** Rows of the same members: added, moved and removed by hand. */
	function rowsWidget(rows, field, host, saved) {
		const list = $('<ol class="aec-rows"></ol>').appendTo(host);
		list.editableList({
			addButton: words(rows.node, 'field.addRow'),
			sortable: true,
			removable: true,
			height: 'auto',
			addItem: function (container, index, data) { data.widget = membersWidget(rows, field.fields, container, data.saved); },
		});
		((saved && saved.value) || []).forEach(function (one) { list.editableList('addItem', { saved: one }); });
		return {
			get: function () {
				const values = list.editableList('items').toArray().map(function (item) { return item.data('data').widget.get(); });
				return { type: 'list', value: values.filter(isFilled) };
			},
			parentsChanged: function () { list.editableList('items').each(function () { $(this).data('data').widget.parentsChanged(); }); },
		};
	}

	/** Fields that the project defines: offered by name, kept by id. */
	function projectFieldsWidget(rows, field, host, saved) {
		const kinds = { text: 'text', multiline: 'text', number: 'number', boolean: 'boolean', date: 'date', choice: 'choice', choices: 'choices' };
		const list = $('<div></div>').appendTo(host);
		const select = $('<select></select>').appendTo(host);
		const hint = $('<span class="aec-hint"></span>').appendTo(host);
		let inner = [];
		let known = [];
		let asked;
		let timer;
		const values = function () {
			const value = {};
			inner.forEach(function (entry) {
				const found = entry.widget.get();
				if (!isFilled(found)) return;
				// Names as well, so that the dialog can show them before the project answers, or without it.
				const option = found.type === 'pick' && optionLabels(entry.member, found.value);
				value[entry.key] = Object.assign(found, entry.member.label === entry.key ? {} : { field: entry.member.label }, option ? { label: option } : {});
			});
			return value;
		};
		const add = function (id, value) {
			const found = known.find(function (one) { return one.id === id; });
			const line = $('<div class="aec-inner"></div>').attr('data-key', id).appendTo(list);
			const name = found ? found.label : (value && value.field) || id;
			$('<span></span>').text(name).attr('title', id).appendTo(line);
			const place = $('<div class="aec-member"></div>').appendTo(line);
			const member = { key: id, label: name, kind: found ? kinds[found.type] : 'text', options: found && found.options, clearable: field.clearable };
			// Before the project answers, what was picked is the only option known.
			if (!found && value && value.type === 'pick') Object.assign(member, { kind: 'choice', options: [{ value: value.value, label: value.label || value.value }] });
			const entry = { key: id, member: member, widget: widgetFor(rows, member, place, value) };
			$('<a class="aec-remove" href="#"><i class="fa fa-times"></i></a>').attr('title', words(rows.node, 'field.remove')).appendTo(line).on('click', function (event) {
				event.preventDefault();
				line.remove();
				inner.splice(inner.indexOf(entry), 1);
				offer();
			});
			inner.push(entry);
		};
		const offer = function () {
			select.empty().append($('<option value=""></option>').text(words(rows.node, 'field.addProject')));
			known.forEach(function (one) {
				if (!inner.some(function (entry) { return entry.key === one.id; })) select.append($('<option></option>').val(one.id).text(one.label));
			});
		};
		const draw = function (present) {
			inner = [];
			list.empty();
			Object.keys(present).forEach(function (id) { add(id, present[id]); });
			offer();
		};
		/** Asks the project for its fields, unless it was asked with the same values before. */
		const load = function (quiet) {
			const within = parents(rows, field.dependsOn || []);
			const account = accountOf(rows.node);
			const wrong = account.problem || within.problem;
			if (wrong) {
				if (!quiet) hint.addClass('aec-problem').text(wrong);
				return;
			}
			const about = JSON.stringify([account.id, within.values]);
			if (asked === about) return;
			asked = about;
			hint.removeClass('aec-problem').text(words(rows.node, 'field.loading'));
			$.getJSON('aec-nodes/fields/' + encodeURIComponent(account.id) + '/' + encodeURIComponent(rows.options.operation), Object.assign({ field: field.key }, within.values))
				.done(function (reply) {
					if (asked !== about) return;
					known = reply.fields;
					hint.text(known.length === 0 ? words(rows.node, 'problem.nothing') : '');
					draw(values());
				})
				.fail(function (xhr) {
					if (asked !== about) return;
					asked = undefined;
					hint.toggleClass('aec-problem', !quiet).text(quiet ? '' : failureWords(xhr));
				});
		};
		draw((saved && saved.value) || {});
		select.on('mousedown focus', function () { load(false); });
		select.on('change', function () {
			if (!select.val()) return;
			add(select.val(), undefined);
			offer();
		});
		return {
			get: function () { return { type: 'fields', value: values() }; },
			parentsChanged: function () {
				clearTimeout(timer);
				timer = setTimeout(function () { if (select.closest('body').length > 0) load(true); }, 400);
			},
		};
	}

	/** What a person reads in an input where the flow keeps ids: the names of picked records, unmistakable among each other. */
	function PickedNames(field) {
		this.several = field.kind === 'refs';
		this.resource = field.to;
		this.ids = {};
	}

	/** The name to show for a record; the second of the same name gets its detail, or else its id. */
	PickedNames.prototype.add = function (id, label, detail) {
		const plain = this.several ? label.replace(/;/g, ',') : label;
		for (const name of [plain, plain + ' (' + (detail || id) + ')', plain + ' (' + id + ')']) {
			if (this.ids[name] !== undefined && this.ids[name] !== id) continue;
			this.ids[name] = id;
			return name;
		}
	};

	/** What the input shows for saved ids, several joined by commas. */
	PickedNames.prototype.show = function (value, label) {
		const that = this;
		const ids = this.several ? value.split(',') : [value];
		const labels = !label ? [] : ids.length === 1 ? [label] : [label.split('; '), label.split(', ')].find(function (all) { return all.length === ids.length; }) || [];
		return ids.map(function (id, index) { return that.add(id, labels[index] || (seenLabels[that.resource] || {})[id] || id); }).join('; ');
	};

	PickedNames.prototype.parts = function (text) {
		return (this.several ? text.split(';') : [text]).map(function (one) { return one.trim(); }).filter(Boolean);
	};

	/** What was picked, by what the input shows; undefined when nothing there was picked. */
	PickedNames.prototype.read = function (text) {
		const that = this;
		const parts = this.parts(text);
		if (!parts.some(function (name) { return that.ids[name] !== undefined; })) return undefined;
		return { type: 'pick', value: parts.map(function (name) { return that.ids[name] || name; }).join(','), label: parts.join('; ') };
	};

	/** What is typed and not picked: an id where it can be nothing else, a name where the field takes one. */
	function typedReference(text, byName) {
		return { type: byName && !/^(urn:|b\.|https?:)|^(?=\S*\d)[\w.:-]{16,}$/.test(text) ? 'name' : 'str', value: text };
	}

	/** One value: Node-RED's typed input with the types that suit the field. */
	function valueWidget(rows, field, host, saved, stays) {
		const input = $('<input type="text">').appendTo(host);
		const hint = $('<span class="aec-hint"></span>').appendTo(host);
		const names = new PickedNames(field);
		const types = typesFor(rows, field, hint, names, function () { return input; }, stays);
		const offered = types.map(function (type) { return typeof type === 'string' ? type : type.value; });
		const given = saved || preset(field, offered[0]);
		const picks = Boolean(field.to);
		if (given && offered.indexOf(given.type) === -1) types.push(given.type);
		input.typedInput({ default: given ? given.type : offered[0], types: types });
		if (given) {
			input.typedInput('type', given.type);
			if (given.value !== undefined) input.typedInput('value', picks && given.type === 'pick' ? names.show(given.value, given.label) : String(given.value));
		}
		const read = function () {
			const type = input.typedInput('type');
			if (type === 'clear') return { type: 'clear' };
			if (type === 'none') return { type: 'none', value: '' };
			const value = input.typedInput('value');
			if (type !== 'pick' || !picks || value.trim() === '') return { type: type, value: value };
			return names.read(value) || typedReference(value.trim(), offered.indexOf('name') !== -1);
		};
		const tell = function () {
			const type = input.typedInput('type');
			const value = read();
			host.find('input').attr('placeholder', example(rows.node, field, type)).attr('title', value.type === 'pick' && picks ? value.value : null);
			const any = rows.options.fixedOnly && !field.required && (type === 'pick' || type === 'none') && !isFilled(value);
			const typed = picks && type === 'pick' && value.type !== 'pick';
			// Why there was nothing to pick says more than what became of the words.
			if (typed && hint.hasClass('aec-problem')) return;
			hint.removeClass('aec-problem').text(field.kind === 'choices' && type === 'pick' && value.value ? optionLabels(field, value.value) : typed ? words(rows.node, value.type === 'name' ? 'field.asName' : 'field.asId') : any ? words(rows.node, 'field.any') : '');
		};
		input.on('change', function () {
			tell();
			rows.refreshSoon = rows.refreshSoon || setTimeout(function () {
				rows.refreshSoon = undefined;
				rows.refresh();
			}, 0);
		});
		host.on('click keydown', 'input.red-ui-autoComplete', function (event) {
			const typedIn = $(this);
			if (picks && this.value === '' && (event.type === 'click' || event.key === 'ArrowDown')) openList(input);
			// The editor's completion by key tells nobody.
			if (event.key === 'Enter' || event.key === 'Tab') setTimeout(function () { typedIn.trigger('change'); }, 0);
		});
		tell();
		return { get: read };
	}

	/** What an empty input of this type shows in grey. */
	function example(node, field, type) {
		const ref = field.kind === 'ref' || field.kind === 'refs';
		if (type === 'pick' && ref) return words(node, 'placeholder.search');
		if (type === 'name') return words(node, 'placeholder.name');
		if (type !== 'str') return '';
		return field.placeholder || (ref ? words(node, 'placeholder.id') : field.kind === 'date' || field.kind === 'dateTime' ? words(node, 'placeholder.' + field.kind) : '');
	}

	function preset(field, type) {
		if (field.default !== undefined && field.default !== null && typeof field.default !== 'object') return { type: type, value: String(field.default) };
		return field.kind === 'file' || field.kind === 'files' ? { type: 'msg', value: 'payload' } : undefined;
	}

	/** The types of a typed input: those that suit the field, as far as there are messages to evaluate them with. */
	function typesFor(rows, field, hint, names, input, stays) {
		const suiting = typesOf(rows, field, hint, names, input);
		const types = rows.options.fixedOnly ? suiting.filter(function (type) { return !ofMessages.has(type); }) : suiting;
		// An input that offers options chooses the first by itself.
		const chooses = field.kind === 'boolean' || field.kind === 'choice';
		if (!stays || !chooses || field.required || field.default !== undefined) return types;
		return [{ value: 'none', label: words(rows.node, 'type.none'), icon: 'fa fa-minus', hasValue: false }].concat(types);
	}

	function typesOf(rows, field, hint, names, input) {
		const node = rows.node;
		const clear = field.clearable ? [{ value: 'clear', label: words(node, 'type.clear'), icon: 'fa fa-eraser', hasValue: false }] : [];
		const choose = { value: 'pick', label: words(node, 'type.options'), icon: 'fa fa-list-ul', options: (field.options || []).map(function (one) { return { value: String(one.value), label: one.label }; }), multiple: field.kind === 'choices' };
		switch (field.kind) {
			case 'number':
				return ['num'].concat(expressions, clear);
			case 'boolean':
				return ['bool'].concat(expressions, clear);
			case 'choice':
			case 'choices':
				return [choose].concat(expressions, clear);
			case 'ref':
			case 'refs': {
				const known = (rows.options.lookups || {})[field.to];
				const id = { value: 'str', label: words(node, 'type.id'), icon: 'fa fa-key' };
				if (!known) return [id].concat(expressions, clear);
				const pick = { value: 'pick', label: words(node, 'type.pick'), icon: 'fa fa-search', autoComplete: search(rows, field, hint, names), expand: function () { openList(input()); } };
				const name = { value: 'name', label: words(node, 'type.name'), icon: 'fa fa-font' };
				return (rows.options.byName === false ? [pick, id] : [pick, name, id]).concat(expressions, clear);
			}
			case 'file':
			case 'files':
				return ['msg', 'flow', 'global'];
			case 'json':
			case 'rows':
			case 'group':
			case 'dynamic':
				return ['json', 'msg', 'flow', 'global', 'jsonata'].concat(clear);
			case 'range':
				return ['msg', 'flow', 'global', 'jsonata', 'json'].concat(clear);
			case 'texts':
				return ['str', 'json'].concat(expressions, clear);
			default:
				return field.secret ? ['env', 'msg', 'flow', 'global'] : ['str'].concat(expressions, clear);
		}
	}

	function openList(input) {
		const element = input.parent().find('input.red-ui-autoComplete');
		const widget = element.autoComplete('instance');
		element.trigger('focus');
		if (widget) widget._updateCompletions('');
	}

	/** Completions out of the account, for the part after the last semicolon where several can be picked. */
	function search(rows, field, hint, names) {
		let timer;
		return function (value, done) {
			clearTimeout(timer);
			timer = setTimeout(function () {
				const kept = names.several && value.indexOf(';') !== -1 ? value.slice(0, value.lastIndexOf(';') + 1) + ' ' : '';
				const typed = value.slice(kept.trim().length).trim();
				const account = accountOf(rows.node);
				const within = parents(rows, rows.options.lookups[field.to].within);
				const wrong = account.problem || within.problem;
				if (wrong) {
					hint.addClass('aec-problem').text(wrong);
					done([]);
					return;
				}
				hint.removeClass('aec-problem').text(words(rows.node, 'field.loading'));
				$.getJSON('aec-nodes/lookup/' + encodeURIComponent(account.id) + '/' + encodeURIComponent(field.to), Object.assign({ q: names.ids[typed] ? '' : typed }, within.values))
					.done(function (reply) {
						hint.text(reply.picks.length === 0 ? words(rows.node, 'problem.nothing') : '');
						done(reply.picks.map(function (pick) {
							remember(field.to, pick.id, pick.label);
							const line = $('<div class="aec-pick"></div>').text(pick.label);
							if (pick.detail) $('<small class="aec-detail"></small>').text(pick.detail).appendTo(line);
							if (!pick.active) line.css('opacity', 0.6);
							return { value: kept + names.add(pick.id, pick.label, pick.detail), label: line };
						}));
					})
					.fail(function (xhr) {
						hint.addClass('aec-problem').text(failureWords(xhr));
						done([]);
					});
			}, 250);
		};
	}

	function remember(resource, id, text) {
		seenLabels[resource] = seenLabels[resource] || {};
		seenLabels[resource][id] = text;
	}

	function optionLabels(field, picked) {
		const values = String(picked).split(',');
		return (field.options || []).filter(function (one) { return values.indexOf(String(one.value)) !== -1; }).map(function (one) { return one.label; }).join(', ');
	}

	/** What a look-up depends on, from the dialog as it stands. */
	function parents(rows, keys) {
		const values = rows.options.present();
		const found = {};
		for (const key of keys) {
			const value = values[key];
			const field = rows.options.all().find(function (one) { return one.key === key; });
			const name = { label: (field && field.label) || key };
			if (!isFilled(value)) {
				if (field && field.required) return { problem: words(rows.node, 'problem.parent', name) };
			} else if (value.type === 'name') found[key + '.name'] = value.value;
			else if (value.type === 'str' || value.type === 'pick' || value.type === 'num') found[key] = value.value;
			else return { problem: words(rows.node, 'problem.expression', name) };
		}
		return { values: found };
	}

	function accountOf(node) {
		const id = $('#node-input-account').val();
		const account = id && id !== '_ADD_' ? RED.nodes.node(id) : undefined;
		if (!account) return { problem: words(node, 'problem.account') };
		// A changed account answers with what was deployed last; a new one not at all.
		return { id: id };
	}

	/** What makes two fields alike. */
	function shape(field) {
		return [field.key, field.kind, field.of, field.options, (field.fields || []).map(shape)];
	}

	/** Whether what was filled in for one field is a value of another. An id picked from one list need not be one of the other. */
	function fits(one, field) {
		if (one.value.type === 'clear' && !field.clearable) return false;
		if (one.value.type === 'pick' && one.field.to !== field.to) return false;
		return JSON.stringify(shape(one.field)) === JSON.stringify(shape(field));
	}

	/** Whether a value is the one a field begins with: nobody chose it. */
	function isDefault(field, value) {
		const given = preset(field, value.type);
		return Boolean(given) && given.type === value.type && given.value === value.value;
	}

	function editAction(node) {
		const service = serviceOf(node.type);
		load(service).done(function (known) {
			const area = known.areas[node.type];
			const select = $('#aec-operation').empty();
			const groups = {};
			area.operations.forEach(function (one) {
				const resource = (known.lookups[one.resource] || {}).label || one.resource.split('.')[1];
				groups[one.resource] = groups[one.resource] || $('<optgroup></optgroup>').attr('label', resource).appendTo(select);
				groups[one.resource].append($('<option></option>').val(one.id).text(one.action));
			});
			const rows = new FieldRows(node, $('#aec-fields'), { addTo: $('#aec-add'), lookups: known.lookups, present: function () { return rows.values(); }, all: function () { return rows.fields; } });
			node._aecRows = rows;
			/** What was filled in for fields of all actions looked at so far. */
			let filled = [];
			const collect = function () {
				const values = rows.values();
				filled = filled.filter(function (one) { return !rows.fields.some(function (field) { return fits(one, field); }); });
				rows.fields.forEach(function (field) { if (isFilled(values[field.key]) && !isDefault(field, values[field.key])) filled.push({ field: field, value: values[field.key] }); });
			};
			const show = function (saved) {
				const operation = area.operations.find(function (one) { return one.id === select.val(); });
				if (!operation) return;
				rows.options.operation = operation.id;
				$('#aec-about').text([operation.description, operation.byApp && words(node, 'byApp'), cautions.has(operation.status) && words(node, 'status.' + operation.status)].filter(Boolean).map(function (one) { return one + '.'; }).join(' '));
				rows.show(operation.fields, saved);
				listRows(operation.gives);
			};
			const listRows = function (gives) {
				const items = $('#aec-items').typedInput('type') !== 'none';
				$('.aec-list').toggle(gives === 'list');
				$('.aec-many').toggle(gives === 'list' || items);
				$('.aec-file').toggle(gives === 'file');
			};
			const items = node.items && node.items.value ? node.items : { type: 'none', value: '' };
			$('#aec-items').typedInput({ default: 'none', types: [{ value: 'none', label: words(node, 'type.message'), icon: 'fa fa-envelope-o', hasValue: false }, 'msg', 'flow', 'global', 'jsonata', 'json'] });
			$('#aec-items').typedInput('type', items.type);
			$('#aec-items').typedInput('value', items.value);
			$('#aec-items').on('change', function () {
				const operation = area.operations.find(function (one) { return one.id === select.val(); });
				if (operation) listRows(operation.gives);
			});
			$('#node-input-output').typedInput({ default: 'msg', types: ['msg'] });
			$('#node-input-returnAll').on('change', function () { $('#node-input-limit').prop('disabled', this.checked); }).trigger('change');
			select.val(node.resource + '.' + node.operation);
			show(node.input || {});
			// What was filled in stays for the fields that the next action has too.
			select.on('change', function () {
				const operation = area.operations.find(function (one) { return one.id === select.val(); });
				collect();
				const saved = {};
				operation.fields.forEach(function (field) {
					const found = filled.find(function (one) { return fits(one, field); });
					if (found) saved[field.key] = found.value;
				});
				show(saved);
			});
		});
	}

	function saveAction(node) {
		const chosen = $('#aec-operation').val();
		const rows = node._aecRows;
		delete node._aecRows;
		if (!rows || !chosen) return;
		const at = chosen.lastIndexOf('.');
		node.resource = chosen.slice(0, at);
		node.operation = chosen.slice(at + 1);
		node.input = rows.values();
		const items = $('#aec-items').typedInput('type');
		node.items = { type: items, value: items === 'none' ? '' : $('#aec-items').typedInput('value') };
	}

	function editTrigger(node) {
		load(serviceOf(node.type)).done(function (known) {
			const trigger = known.triggers[node.type];
			const events = $('#aec-events').empty();
			trigger.events.forEach(function (event) {
				const line = $('<label></label>').attr('title', event.description).appendTo(events);
				$('<input type="checkbox">').val(event.name).prop('checked', (node.events || []).indexOf(event.name) !== -1).appendTo(line);
				$('<span></span>').text(event.label).appendTo(line);
			});
			const shared = { lookups: known.lookups, fixedOnly: true, showAll: true, present: function () { return within.values(); }, all: function () { return within.fields; } };
			const within = new FieldRows(node, $('#aec-within'), shared);
			const filters = new FieldRows(node, $('#aec-filters'), Object.assign({}, shared, { byName: false }));
			within.show(trigger.within, node.within || {});
			filters.show(trigger.filters, node.filters || {});
			node._aecRows = { within: within, filters: filters };
			$('#node-input-startFrom').on('change', function () { $('#node-input-startDate').toggle(this.value === 'date'); }).trigger('change');
		});
	}

	function saveTrigger(node) {
		const rows = node._aecRows;
		delete node._aecRows;
		if (!rows) return;
		node.within = rows.within.values();
		node.filters = rows.filters.values();
		node.events = $('#aec-events input:checked').map(function () { return this.value; }).get();
	}

	function editAccount(node, service) {
		// Those of this dialog: an answer may come when another one is open.
		const line = $('#aec-state');
		const form = line.closest('.aec-form');
		const field = function (name) { return form.find('#node-config-input-' + name); };
		let turn = 0;
		const state = function (text, kind) {
			turn++;
			line.removeClass('aec-ok aec-bad').addClass(kind || '').text(text);
		};
		/** For an answer that counts only while nothing else was said since the question. */
		const inTurn = function (then) {
			const asked = turn;
			return function (answer) { if (turn === asked) then(answer); };
		};
		const post = function (path, body) { return $.ajax({ url: 'aec-nodes/oauth/' + path, type: 'POST', contentType: 'application/json', data: JSON.stringify(body) }); };
		const about = function () { return { service: service, account: node.id, origin: field('origin').val(), address: field('address').val(), clientId: field('clientId').val(), clientSecret: field('clientSecret').val(), scopes: field('scopes').val() }; };
		const redirectUri = location.origin + location.pathname.replace(/[^/]*$/, '') + 'aec-nodes/oauth/callback';
		const confirm = function () { return $('#node-config-dialog-ok').text().trim(); };
		const failed = function (xhr) { state(failureWords(xhr), 'aec-bad'); };
		const signedIn = function (reply) {
			field('grant').val(reply.grant).trigger('change');
			state(words(node, 'signIn.done', { button: confirm() }), 'aec-ok');
		};

		field('origin').on('change', function () { field('address').closest('.form-row').toggle(this.value === 'custom'); }).trigger('change');
		$('#aec-redirect').text(redirectUri);
		$('#aec-redirect').closest('p').toggle(service === 'acc');
		const attended = function () { return service === 'cintoo' || (service === 'acc' && field('way').val() === 'person'); };
		const tellSignIn = function () {
			if (!attended()) return state('');
			if (!field('grant').val()) return state(words(node, 'signIn.none'));
			state(words(node, 'signIn.kept'));
			if (!RED.nodes.node(node.id)) return;
			$.getJSON('aec-nodes/oauth/status/' + encodeURIComponent(node.id)).done(inTurn(function (told) {
				const day = function (ms) { return new Date(ms).toLocaleDateString(); };
				if (told.lost) return state(words(node, 'signIn.lost'), 'aec-bad');
				if (!told.since) return;
				state([words(node, 'signIn.who', { who: told.user ? words(node, 'signIn.as', { user: told.user }) : '', since: day(told.since) }), told.until ? words(node, 'signIn.until', { until: day(told.until) }) : ''].join(' '));
			}));
		};
		field('way').on('change', function () {
			const way = this.value;
			['person', 'serviceAccount', 'password', 'autodesk'].forEach(function (one) { $('.aec-way-' + one).toggle(way === one); });
			tellSignIn();
		});
		if (service === 'acc') {
			// Connections of before there was a choice.
			if (!field('way').val()) field('way').val('person');
			const ticks = $('.aec-scope input');
			const chosen = (field('scopes').val() || '').split(' ').filter(Boolean);
			ticks.each(function () { $(this).prop('checked', chosen.length === 0 || chosen.indexOf(this.value) !== -1); });
			ticks.on('change', function () {
				const names = ticks.filter(':checked').map(function () { return this.value; }).get();
				field('scopes').val(names.length === ticks.length ? '' : names.join(' '));
			});
			field('way').trigger('change');
		} else if (service === 'field') {
			if (!field('way').val()) field('way').val('password');
			field('way').trigger('change');
		} else tellSignIn();

		$('#aec-sign-in').on('click', function () {
			// Opened at once, or the browser takes it for an advertisement.
			const opened = window.open('about:blank', '_blank');
			// The service's page has no business with the editor.
			if (opened) opened.opener = null;
			post('start', Object.assign({ redirectUri: redirectUri }, about()))
				.done(function (started) {
					closeAccount(node);
					if (!started.durable) RED.notify(words(node, 'signIn.unsafe'), 'warning');
					node._aecState = started.state;
					node._aecHear = function (topic, told) {
						if (!told.ok) return state(told.message, 'aec-bad');
						post('claim', { state: started.state }).done(signedIn).fail(failed);
					};
					RED.comms.subscribe('aec-nodes/oauth/' + started.state, node._aecHear);
					state(words(node, started.paste ? 'signIn.pasteAddress' : 'signIn.waiting'));
					if (started.paste) $('#aec-otherwise').prop('open', true);
					if (opened) opened.location.href = started.url;
					else window.open(started.url, '_blank', 'noopener');
				})
				.fail(function (xhr) {
					if (opened) opened.close();
					failed(xhr);
				});
		});
		$('#aec-sign-out').on('click', function () {
			post('sign-out', { account: node.id, grant: field('grant').val() }).done(function () {
				field('grant').val('').trigger('change');
				state(words(node, 'signIn.signedOut', { button: confirm() }), 'aec-ok');
			}).fail(failed);
		});
		$('#aec-use-address').on('click', function () { post('finish', { state: node._aecState || '', address: $('#aec-paste-address').val().trim() }).done(signedIn).fail(failed); });
		$('#aec-use-token').on('click', function () { post('token', Object.assign({ refreshToken: $('#aec-paste-token').val() }, about())).done(signedIn).fail(failed).always(function () { $('#aec-paste-token').val(''); }); });
		const present = function () { return JSON.stringify(form.find('input[id^="node-config-input-"], select').map(function () { return this.value; }).get()); };
		const opened = present();
		$('#aec-check').on('click', function () {
			// The runtime knows the account as it was deployed last.
			if (!RED.nodes.node(node.id) || node.changed || present() !== opened) {
				state(words(node, 'signIn.deployFirst', { button: confirm() }), 'aec-bad');
				return;
			}
			state(words(node, 'field.loading'));
			$.getJSON('aec-nodes/check/' + encodeURIComponent(node.id)).done(inTurn(function () { state(words(node, 'signIn.fine'), 'aec-ok'); })).fail(inTurn(failed));
		});
	}

	function closeAccount(node) {
		if (node._aecState) RED.comms.unsubscribe('aec-nodes/oauth/' + node._aecState, node._aecHear);
		delete node._aecState;
		delete node._aecHear;
	}

	window.AecNodes = {
		label: label,
		checkAction: checkAction,
		checkWithin: checkWithin,
		checkEvents: checkEvents,
		checkInterval: checkInterval,
		checkStartDate: checkStartDate,
		checkLimit: checkLimit,
		checkAddress: checkAddress,
		editAction: editAction,
		saveAction: saveAction,
		editTrigger: editTrigger,
		saveTrigger: saveTrigger,
		editAccount: editAccount,
		closeAccount: closeAccount,
	};
})();
