using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PropBot.Simulator.Binance;

/// <summary>An answer, ready to be sent.</summary>
internal sealed record BinanceReply(int Status, ReadOnlyMemory<byte> Body)
{
    public static implicit operator BinanceReply(BinanceError error) => Write(error.Status, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("code", error.Code);
        json.WriteString("msg", error.Message);
        json.WriteEndObject();
    });

    public static BinanceReply Ok(Action<Utf8JsonWriter> write) => Write(StatusCodes.Status200OK, write);

    /// <summary>An object whose members the action writes.</summary>
    public static BinanceReply Object(Action<Utf8JsonWriter> writeMembers) => Ok(json =>
    {
        json.WriteStartObject();
        writeMembers(json);
        json.WriteEndObject();
    });

    /// <summary>An array of objects.</summary>
    public static BinanceReply Array<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> writeMembers) => Ok(json =>
    {
        json.WriteStartArray();
        foreach (T item in items)
        {
            json.WriteStartObject();
            writeMembers(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>An array of whole answers, errors among them; the request as such has succeeded.</summary>
    public static BinanceReply Joined(IReadOnlyList<BinanceReply> replies) => Ok(json =>
    {
        json.WriteStartArray();
        foreach (BinanceReply reply in replies)
        {
            json.WriteRawValue(reply.Body.Span, skipInputValidation: true);
        }

        json.WriteEndArray();
    });

    /// <summary><c>{"code":200,"msg":…}</c></summary>
    public static BinanceReply Success(string message) => Object(json =>
    {
        json.WriteNumber("code", 200);
        json.WriteString("msg", message);
    });

    public Task SendAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Body.Length;
        return context.Response.Body.WriteAsync(Body, context.RequestAborted).AsTask();
    }

    private static BinanceReply Write(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, BinanceJson.WriterOptions))
        {
            write(json);
        }

        return new BinanceReply(status, buffer.WrittenMemory);
    }
}
