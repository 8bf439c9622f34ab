import { Skip } from '../checks.mjs';

// No such path; and Bybit's words for modes that it has, where the simulated one has them not.
const unserved = /"code":-5000|"retCode":10017|"code":"404"|"retCode":110029|"retCode":3400045/;

/** Of what the simulated venue does not serve, the check is skipped; any other refusal is a failure. */
export async function served(request) {
    try {
        return await request();
    } catch (error) {
        if (unserved.test(error.message)) {
            throw new Skip(`not served: ${error.message}`);
        }

        throw error;
    }
}
