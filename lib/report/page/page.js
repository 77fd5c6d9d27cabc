// Filter and sort the trials; open what a link or the printer asks for. The page says all it has to say without this.
(function () {
    'use strict';
    var tools = document.getElementById('tools');
    function every(list, act) { Array.prototype.forEach.call(list, act); }

    function show(found) {
        document.getElementById('count').textContent = found === rows.length ? 'All ' + found + ' rows' : found + ' of ' + rows.length + ' rows';
    }

    function filter() {
        var words = document.getElementById('words').value.toLowerCase(), verdict = document.getElementById('verdict').value;
        var target = document.getElementById('target'), found = 0;
        rows.forEach(function (row) {
            var fits = row.getAttribute('data-name').indexOf(words) !== -1;
            if (verdict !== '') fits = fits ? row.getAttribute('data-verdict') === verdict : false;
            if (target) if (target.value !== '') fits = fits ? row.getAttribute('data-target') === target.value : false;
            row.hidden = !fits;
            if (fits) found += 1;
        });
        every(document.querySelectorAll('.group'), function (group) {
            group.hidden = !group.querySelector('.trial:not([hidden])');
        });
        show(found);
    }

    function order(by) {
        function of(row) {
            var value = parseFloat(row.getAttribute('data-' + by));
            return isNaN(value) ? Infinity : by === 'total' ? -value : value;
        }
        every(document.querySelectorAll('.trials'), function (list) {
            rows.filter(function (row) { return row.parentNode === list; }).sort(function (a, b) {
                if (by === 'name') return a.getAttribute('data-name').localeCompare(b.getAttribute('data-name'));
                return of(a) === of(b) ? 0 : of(a) > of(b) ? 1 : -1;
            }).forEach(function (row) { list.appendChild(row); });
        });
    }

    function open() {
        var row = location.hash ? document.getElementById(location.hash.slice(1)) : null;
        if (row) if (row.tagName.toLowerCase() === 'details') row.open = true;
    }

    var rows = Array.prototype.slice.call(document.querySelectorAll('.trial'));
    if (tools) {
        tools.hidden = false;
        tools.addEventListener('input', filter);
        document.getElementById('sort').addEventListener('change', function () { order(this.value); });
        show(rows.length);
    }
    window.addEventListener('hashchange', open);
    window.addEventListener('beforeprint', function () {
        every(document.querySelectorAll('details'), function (one) { one.open = true; });
    });
    open();
}());
