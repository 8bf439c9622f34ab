using Microsoft.AspNetCore.Http;
using PropBot.Core.Engine.Events;
using PropBot.Host.Auth;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>The way of a command through the API, the same for all of them: body, texts, engine, refusal, answer.</summary>
internal sealed class CommandCall(IOperatorCommands commands)
{
    /// <param name="make">The command of this body; or what is wrong, as an answer.</param>
    /// <param name="answer">The answer when the engine has carried it out.</param>
    /// <param name="refusalDetail">What programs know a refusal by on this route; null: as everywhere.</param>
    public async Task<IResult> RunAsync(
        HttpContext context, Func<CommandOrder, MadeCommand> make, Func<CommandReceipt, IResult> answer, Func<string, string?>? refusalDetail = null)
    {
        if (await CommandBody.ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            return NotAnObject();
        }

        string correlation = CorrelationId.Of(context, body.CorrelationId);
        if ((body.Fault() ?? CorrelationId.Fault(correlation)) is { } fault)
        {
            return ErrorResponse.Unprocessable(fault);
        }

        return await MakeAsync(context, body, correlation, make, answer, refusalDetail);
    }

    /// <summary>What stops the desk: no shape of a body refuses it, and what cannot be kept of its texts is cut.</summary>
    public async Task<IResult> StopAsync(HttpContext context, Func<CommandOrder, MadeCommand> make, Func<CommandReceipt, IResult> answer) =>
        await CutAsync(context, await CommandBody.ReadOrNothingAsync(context.Request, context.RequestAborted), make, answer);

    /// <summary>What reduces risk and has to say where: its texts are cut, never refused.</summary>
    public async Task<IResult> ReduceAsync(HttpContext context, Func<CommandOrder, MadeCommand> make, Func<CommandReceipt, IResult> answer) =>
        await CommandBody.ReadAsync(context.Request, context.RequestAborted) is { } body
            ? await CutAsync(context, body, make, answer)
            : NotAnObject();

    public async Task<IResult> GiveAsync(
        OperatorCommand command, Func<CommandReceipt, IResult> answer, Func<string, string?>? refusalDetail, CancellationToken cancellationToken)
    {
        try
        {
            CommandReceipt receipt = await commands.GiveAsync(command, cancellationToken);
            return receipt.Refusal is { } refusal ? RefusalResponse.Of(refusal, refusalDetail?.Invoke(refusal.Code)) : answer(receipt);
        }
        catch (CommandNotTakenException e)
        {
            return ErrorResponse.Unavailable(e.Message);
        }
    }

    private Task<IResult> CutAsync(HttpContext context, CommandBody body, Func<CommandOrder, MadeCommand> make, Func<CommandReceipt, IResult> answer) =>
        MakeAsync(context, body, CorrelationId.Cut(CorrelationId.Of(context, body.CorrelationId)), make, answer, null);

    private async Task<IResult> MakeAsync(
        HttpContext context, CommandBody body, string correlation, Func<CommandOrder, MadeCommand> make, Func<CommandReceipt, IResult> answer, Func<string, string?>? refusalDetail)
    {
        MadeCommand made = make(new CommandOrder(body, context.Caller().Who.Name, correlation));
        return made.Command is { } command ? await GiveAsync(command, answer, refusalDetail, context.RequestAborted) : made.Answer!;
    }

    private static IResult NotAnObject() => ErrorResponse.Unprocessable("the body is not a JSON object such as {\"reason\": \"maintenance\"}");
}

/// <summary>What a command is made of.</summary>
/// <param name="Actor">Name of the authenticated operator.</param>
internal sealed record CommandOrder(CommandBody Body, string Actor, string Correlation);

/// <summary>A command, or the answer that there is none.</summary>
internal sealed record MadeCommand(OperatorCommand? Command, IResult? Answer)
{
    public static MadeCommand Of(OperatorCommand command) => new(command, null);

    public static MadeCommand Refuse(IResult answer) => new(null, answer);
}
