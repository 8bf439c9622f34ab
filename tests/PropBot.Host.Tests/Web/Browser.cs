using System.Text.RegularExpressions;
using Microsoft.AspNetCore.TestHost;

namespace PropBot.Host.Tests.Web;

/// <summary>As much of a browser as logging in takes: cookies, forms, no script, no redirects of its own.</summary>
internal sealed class Browser(WebDesk desk)
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    public string? LastSetCookie { get; private set; }

    public async Task<HttpResponseMessage> GetAsync(string path, string? acceptLanguage = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        if (acceptLanguage is not null)
        {
            request.Headers.AcceptLanguage.ParseAdd(acceptLanguage);
        }

        return await SendAsync(request);
    }

    public async Task<string> PageAsync(string path, string? acceptLanguage = null) =>
        await (await GetAsync(path, acceptLanguage)).Content.ReadAsStringAsync();

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
        return await SendAsync(request);
    }

    public async Task<HttpResponseMessage> LogInAsync(string token, string? next = null)
    {
        string form = await PageAsync("/ui/login" + (next is null ? "" : "?next=" + Uri.EscapeDataString(next)));
        return await PostAsync("/ui/login", ("csrf", CsrfOf(form)), ("token", token), ("next", next ?? ""));
    }

    public static string CsrfOf(string page) => Regex.Match(page, "name=\"csrf\" value=\"([0-9a-f]+)\"").Groups[1].Value;

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using HttpClient client = desk.App.GetTestClient();
        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        HttpResponseMessage answer = await client.SendAsync(request);
        foreach (string cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            LastSetCookie = cookie;
            string[] pair = cookie.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
            {
                _cookies.Remove(pair[0]);
            }
            else
            {
                _cookies[pair[0]] = pair[1];
            }
        }

        return answer;
    }
}
