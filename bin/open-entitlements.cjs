#!/usr/bin/env node
// Read by whatever Node is there: in the oldest syntax (ES5), so that a Node that is too old can still say so.
'use strict';

var needed = [22, 12];
var found = process.versions.node.split('.');
var major = Number(found[0]);
var minor = Number(found[1]);

if (major > needed[0] || (major === needed[0] && minor >= needed[1])) {
  require('./programs.cjs');
} else {
  var who = 'Node ' + process.versions.node + ' (' + process.execPath + ')';
  var message = 'open-entitlements needs Node ' + needed.join('.') + ' or newer, and this is ' + who + '.';
  process.stderr.write(message + ' Install Node 24, and start again.\n');
  process.exit(1);
}
