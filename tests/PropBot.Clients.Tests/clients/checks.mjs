import assert from 'node:assert/strict';

// A check is a name and what has to hold. They are carried out one after another; each says one line of JSON.
const all = [];
const limitMs = 20000;

/** @param venues Where it has a meaning, written on the line on which the check ends; everywhere when left out. */
export function check(name, body, venues) {
    all.push({ name, body, venues });
}

/** @param recover Brings the account to rest after a check that failed, so that the next one finds it as it should. */
export async function run(subject, recover) {
    for (const { name, body } of all.filter(({ venues }) => venues?.includes(subject.venue) ?? true)) {
        const started = performance.now();
        const said = { check: name, ok: true };
        try {
            await within(limitMs, body(subject));
        } catch (error) {
            said.ok = false;
            said.detail = error.stack ?? String(error);
            await recover(subject).catch(failed => {
                said.detail += `\nand afterwards: ${failed}`;
            });
        }

        said.ms = Math.round(performance.now() - started);
        console.log(JSON.stringify(said));
    }
}

export async function readInput() {
    let text = '';
    for await (const chunk of process.stdin) {
        text += chunk;
    }

    return JSON.parse(text);
}

/** Asks again until the answer is there; what comes late is late by milliseconds. */
export async function until(question, what) {
    const end = performance.now() + 5000;
    for (;;) {
        const answer = await question();
        if (answer) {
            return answer;
        }

        assert.ok(performance.now() < end, `not within 5 s: ${typeof what === 'function' ? what() : what}`);
        await new Promise(resolve => setTimeout(resolve, 50));
    }
}

export async function within(ms, promise) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    });
    try {
        return await Promise.race([promise, late]);
    } finally {
        clearTimeout(timer);
    }
}

/** What the simulator says of an account itself: all numbers are text. */
export async function statement(input, account = 1) {
    const answer = await fetch(`${input.control}/sim/accounts`);
    return (await answer.json()).find(one => one.venue === input.venue && one.account === account);
}
