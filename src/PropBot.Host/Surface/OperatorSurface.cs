using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PropBot.Host.Api;
using PropBot.Host.Api.Reports;
using PropBot.Host.Api.State;
using PropBot.Host.Api.Sweeps;
using PropBot.Host.Auth;
using PropBot.Host.Configuration;
using PropBot.Host.Dashboard;
using PropBot.Host.Metrics;
using PropBot.Host.Tracing;

namespace PropBot.Host.Surface;

/// <summary>
/// Everything an operator, a monitor or a browser reaches over HTTP. Whoever composes the host registers
/// <see cref="ISnapshotSource"/>, <see cref="IChaosSource"/>, <see cref="IVenueStatisticsSource"/>, <see cref="IFeedDescriptionSource"/>,
/// <see cref="IHealthSource"/>, <see cref="IOperatorCommands"/>, <see cref="Configuration.IConfigurationSource"/>, <see cref="OperatorTokens"/> and <see cref="Ledger.ILedgerReads"/>.
/// </summary>
public static class OperatorSurface
{
    public static IServiceCollection AddOperatorSurface(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LatencyMeters>();
        services.TryAddSingleton<TraceMeters>();
        services.TryAddSingleton(new LiveOptions());
        services.AddSingleton<RequestMeter>();
        services.AddSingleton<DeskReader>();
        services.TryAddSingleton(SweepOptions.Default);
        services.AddSingleton<Sweeper>();
        services.TryAddSingleton(FreshChecksOptions.Default);
        services.AddSingleton<FreshChecks>();
        services.AddSingleton<LedgerHistory>();
        services.AddSingleton<AuditTrail>();
        services.TryAddSingleton(new ApproveToken(null));
        services.TryAddSingleton(new ServerConfig());
        services.AddSingleton<CommandCall>();
        services.AddSingleton<ApprovalCall>();
        services.AddSingleton<ViewSource>();
        services.AddSingleton<LiveEvents>();
        services.AddSingleton<StatusStream>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<LoginThrottle>();
        services.AddSingleton<GuessWatch>();
        services.AddSingleton<SecondFactor>();
        services.AddSingleton<SessionEndpoints>();
        services.Configure<JsonOptions>(ApiJson.Apply);
        services.AddRouting();
        services.AddApiDescription();
        return services;
    }

    public static WebApplication MapOperatorSurface(this WebApplication app)
    {
        app.UseTlsProxy(app.Services.GetRequiredService<ServerConfig>());
        app.UseApiBoundary();
        app.UseRouting();
        app.UseWebSockets();
        app.Use((context, next) => context.RequestServices.GetRequiredService<RequestMeter>().MeasureAsync(context, next));
        app.UseMiddleware<AccessGuard>();

        app.MapHealth();
        app.MapReadiness();
        app.MapMetrics();
        app.MapStatus();
        app.MapOverview();
        app.MapPositions();
        app.MapEdges();
        app.MapEquity();
        app.MapChaos();
        app.MapConfig();
        app.MapHold();
        app.MapPreflight();
        app.MapControlPatch();
        app.MapResume();
        app.MapKill();
        app.MapApprovals();
        app.MapFreeze();
        app.MapLimits();
        app.MapRisk();
        app.MapDeskState();
        StatusStream.Map(app);
        app.MapStrategy();
        app.MapWatchdog();
        app.MapDailyLoss();
        app.MapSlo();
        app.MapOpsReport();
        app.MapUniverse();
        app.MapAcknowledge();
        app.MapSweeps();
        app.MapAbandon();
        app.MapOpenTrades();
        app.MapCases();
        app.MapOpenApi(ApiDescription.Route);
        app.MapDashboard();
        app.MapSweepPage();
        SessionEndpoints.Map(app);
        return app;
    }
}
