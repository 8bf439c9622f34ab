using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PropBot.Host.Tests.Web;

/// <summary>Somebody at the desk, who has one token and comes by program or by browser.</summary>
internal sealed class Operator(WebDesk desk, string token)
{
    /// <summary>A command over the API.</summary>
    /// <param name="authorization">How the token is written; null: as everybody writes it.</param>
    /// <returns>The status, and the code or detail of a refusal.</returns>
    public async Task<(HttpStatusCode Status, string Said)> CallAsync(string path, IEnumerable<(string Name, string Value)> fields, string? authorization = null)
    {
        using HttpClient client = desk.Client(null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization ?? $"Bearer {token}");
        using StringContent content = Json(fields);
        using var request = new HttpRequestMessage(MethodOf(path), path) { Content = content };
        using HttpResponseMessage answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A form of the page, or a command of the API, from a browser that has just logged in and has the session's own token.</summary>
    /// <returns>The status, and where it leads (<c>done=</c> or <c>refused=</c>) or what was answered.</returns>
    public async Task<(HttpStatusCode Status, string Said)> FromBrowserAsync(string path, IEnumerable<(string Name, string Value)> fields)
    {
        var browser = new Browser(desk);
        using HttpResponseMessage loggedIn = await browser.LogInAsync(token);
        Assert.Equal(HttpStatusCode.SeeOther, loggedIn.StatusCode);
        string csrf = Browser.CsrfOf(await browser.PageAsync("/ui/dashboard?lang=en"));
        Assert.NotEmpty(csrf);
        using var request = new HttpRequestMessage(MethodOf(path), path);
        request.Headers.Add("X-CSRF-Token", csrf);
        request.Content = path.StartsWith("/api/", StringComparison.Ordinal) ? Json(fields) : new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using HttpResponseMessage answer = await browser.SendAsync(request);
        return (answer.StatusCode, answer.Headers.Location?.ToString() ?? await answer.Content.ReadAsStringAsync());
    }

    private static HttpMethod MethodOf(string path) => path == "/api/ui/control" ? HttpMethod.Patch : HttpMethod.Post;

    private static StringContent Json(IEnumerable<(string Name, string Value)> fields) =>
        new(JsonSerializer.Serialize(fields.ToDictionary(f => f.Name, f => f.Value)), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
