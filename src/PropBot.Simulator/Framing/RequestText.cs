using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PropBot.Simulator.Framing;

/// <summary>A request's query and body exactly as sent: what signatures are made over.</summary>
/// <param name="Query">Without the question mark.</param>
public sealed record RequestText(string Query, string Body)
{
    public const int MaxBodyBytes = 64 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="BadHttpRequestException">The body is too long or not UTF-8.</exception>
    public static async Task<RequestText> ReadAsync(HttpRequest request)
    {
        string query = request.QueryString.HasValue ? request.QueryString.Value![1..] : "";
        return new RequestText(query, await ReadBodyAsync(request));
    }

    private static async Task<string> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength == 0 || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding")))
        {
            return "";
        }

        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            int read = await request.Body.ReadAsync(body.GetMemory(), request.HttpContext.RequestAborted);
            if (read == 0)
            {
                break;
            }

            body.Advance(read);
            if (body.WrittenCount > MaxBodyBytes)
            {
                throw new BadHttpRequestException($"the body is longer than {MaxBodyBytes} bytes", StatusCodes.Status413PayloadTooLarge);
            }
        }

        try
        {
            return StrictUtf8.GetString(body.WrittenSpan);
        }
        catch (DecoderFallbackException exception)
        {
            throw new BadHttpRequestException("the body is not UTF-8", exception);
        }
    }
}
