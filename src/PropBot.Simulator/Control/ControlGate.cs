using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PropBot.Simulator.Control;

/// <summary>
/// Who may use the control port: programs of this machine. A page in a browser may not, whatever name it reaches us by: it cannot leave
/// out its origin nor add our header, and a name that somebody else's server gave us is not ours.
/// </summary>
internal sealed class ControlGate(string? token)
{
    public const string Header = "X-Sim-Token";

    private static readonly string[] Names = ["127.0.0.1", "localhost"];

    public ControlProblem? Refuse(HttpRequest request)
    {
        HostString host = request.Host;
        if (!Names.Contains(host.Host) || host.Port != request.HttpContext.Connection.LocalPort)
        {
            return new ControlProblem(StatusCodes.Status403Forbidden, $"the host '{host}' is not 127.0.0.1 with this port");
        }

        if (request.Headers.ContainsKey("Origin") || request.Headers.ContainsKey("Sec-Fetch-Site"))
        {
            return new ControlProblem(StatusCodes.Status403Forbidden, "a web page may not use this port: leave Origin and Sec-Fetch-Site out");
        }

        return HttpMethods.IsGet(request.Method) ? null : RefuseChange(request);
    }

    private ControlProblem? RefuseChange(HttpRequest request)
    {
        string given = request.Headers[Header].ToString();
        bool isRight = token is null
            ? given.Length > 0
            : CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));
        return isRight ? null : new ControlProblem(
            StatusCodes.Status401Unauthorized,
            given.Length > 0 ? $"the header {Header} is not the token that the simulator printed" : $"give the header {Header} with the token that the simulator printed");
    }
}

/// <summary>Why a request to the control port leads to nothing.</summary>
internal sealed record ControlProblem(int Status, string Detail);

internal sealed class ControlException(int status, string detail) : Exception(detail)
{
    public ControlProblem Problem { get; } = new(status, detail);
}
