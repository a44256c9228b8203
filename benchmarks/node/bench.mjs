// Runs operations of @digitalbazaar/vc, jsonld and jose on request. First line on standard input: what to work
// on; then one {op, count} per line. Each is answered by the CPU seconds of this process.
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {operations} from './operations.mjs';

const lines = createInterface({input: process.stdin});
let ready;
lines.on('line', async line => {
  ready ??= operations(JSON.parse(line)).then(made => ({made, first: true}));
  const state = await ready;
  if(state.first) {
    state.first = false;
    return answer({ops: Object.keys(state.made)});
  }
  const {op, count} = JSON.parse(line);
  const work = state.made[op];
  const began = process.cpuUsage();
  for(let turn = 0; turn < count; turn++) {
    await work();
  }
  const {user, system} = process.cpuUsage(began);
  answer({cpu_seconds: (user + system) / 1e6});
});
await once(lines, 'close');

function answer(found) {
  process.stdout.write(JSON.stringify(found) + '\n');
}
