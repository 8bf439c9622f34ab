using Microsoft.AspNetCore.Http;

namespace PropBot.Simulator.Framing;

/// <summary>Where a client is, for limits that are counted by address. On loopback that is one address for all.</summary>
internal static class ClientAddress
{
    public static string Of(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";
}
