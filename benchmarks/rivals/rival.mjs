// The same jobs by openapi-fetch, the usual client over an API description: node rival.mjs pages|calls|posts <url> [count]
import createClient from 'openapi-fetch';

const [job, address, count] = process.argv.slice(2);
const url = new URL(address);
const client = createClient({ baseUrl: url.origin, headers: { Authorization: `Bearer ${process.env.POSTHOG_PERSONAL_API_KEY}` } });
const read = async (path) => (await client.GET(path)).data;

async function pages() {
    let read_ = 0;
    for (let next = address; next; read_++) {
        const link = new URL(next);
        next = (await read(link.pathname + link.search)).next;
    }
    return read_;
}

async function calls() {
    for (let i = 0; i < Number(count); i++) await read(url.pathname);
    return Number(count);
}

async function posts() {
    const failed = (await read(url.pathname + url.search)).results;
    for (const run of failed) await client.POST(`${url.pathname}${run.id}/retry/`, { body: {} });
    return 1;
}

const work = { pages, calls, posts }[job];
if (job !== 'posts') await work();
const start = performance.now();
const units = await work();
console.log((performance.now() - start) / units);
