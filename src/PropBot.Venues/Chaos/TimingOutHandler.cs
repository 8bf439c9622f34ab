using Polly;
using Polly.Simmy;
using Polly.Simmy.Behavior;

namespace PropBot.Venues.Chaos;

/// <summary>
/// Lets requests time out, each with the same probability: half of these never leave, of the other half the answer is lost. Both
/// look alike to whoever waits, since a time-out does not tell whether the venue has acted: nothing comes until the client's own time
/// limit is over, so that an order's outcome is not known and is asked for.
/// </summary>
internal sealed class TimingOutHandler : DelegatingHandler
{
    private readonly ResiliencePipeline _beforeSending;
    private readonly ResiliencePipeline _afterAnswer;

    public TimingOutHandler(VenueChaos chaos, TimeProvider time, HttpMessageHandler sockets)
        : base(sockets)
    {
        // p/2 of all requests before, and p/2 of all after: of those that were let through, a larger share.
        double half = (double)chaos.Options.TimeoutProbability / 2;
        _beforeSending = Pipeline(chaos, time, half, ChaosKind.RestTimeoutUnsent);
        _afterAnswer = Pipeline(chaos, time, half / (1 - half), ChaosKind.RestTimeoutSent);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(
            $"{request.Method} {request.RequestUri?.AbsolutePath}", continueOnCapturedContext: false, cancellationToken);
        HttpResponseMessage? response = null;
        bool isTold = false;
        try
        {
            response = await _beforeSending.ExecuteAsync(
                static (c, sending) => new ValueTask<HttpResponseMessage>(sending.Handler.SendOnAsync(sending.Request, c.CancellationToken)),
                context,
                (Handler: this, Request: request));
            await _afterAnswer.ExecuteAsync(static _ => default, context);
            isTold = true;
            return response;
        }
        finally
        {
            if (!isTold)
            {
                response?.Dispose();
            }

            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Task<HttpResponseMessage> SendOnAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.SendAsync(request, cancellationToken);

    private static ResiliencePipeline Pipeline(VenueChaos chaos, TimeProvider time, double probability, ChaosKind kind) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddChaosBehavior(new ChaosBehaviorStrategyOptions
            {
                InjectionRate = probability,
                Randomizer = chaos.DrawsFor(kind.Code()).Next,
                BehaviorGenerator = arguments =>
                {
                    chaos.Count(kind);
                    return SilenceAsync(arguments.Context);
                },
            })
            .Build();

    /// <summary>Until the caller's time limit, or until the process ends.</summary>
    private static async ValueTask SilenceAsync(ResilienceContext context)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw new TimeoutException($"chaos: simulated REST timeout ({context.OperationKey})");
    }
}
