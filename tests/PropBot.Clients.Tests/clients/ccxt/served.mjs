import { Skip } from '../checks.mjs';

/** Of a path that the simulated venue does not serve, the check is skipped; any other refusal is a failure. */
export async function served(request) {
    try {
        return await request();
    } catch (error) {
        if (/"code":-5000|"retCode":10017|"code":"404"/.test(error.message)) {
            throw new Skip(`not served: ${error.message}`);
        }

        throw error;
    }
}
