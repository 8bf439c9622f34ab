using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PropBot.Host.Api;
using PropBot.Host.Metrics;

namespace PropBot.Host.Surface;

/// <summary>
/// Everything an operator, a monitor or a browser reaches over HTTP. Whoever composes the host registers
/// <see cref="ISnapshotSource"/>, <see cref="IVenueStatisticsSource"/>, <see cref="IFeedDescriptionSource"/>,
/// <see cref="IHealthSource"/>, <see cref="IOperatorCommands"/> and <see cref="Auth.OperatorTokens"/>.
/// </summary>
public static class OperatorSurface
{
    public static IServiceCollection AddOperatorSurface(this IServiceCollection services)
    {
        services.TryAddSingleton<LatencyMeters>();
        return services;
    }

    public static WebApplication MapOperatorSurface(this WebApplication app)
    {
        app.MapHealth();
        return app;
    }
}
