using System.Globalization;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.ServiceDefaults;

namespace Bouncer.GatekeeperAdapter.Telemetry.Listings;

/// <summary>
/// Tells templates and constraints one by one, for whoever shows them: when something has changed, and once a minute, so that a
/// receiver that began later knows them as well. By log records and not by metrics, of which each constraint would be a series for ever;
/// and not on the console, which has a line of each change already.
/// </summary>
internal sealed partial class ListingService(PolicyState state, ILoggerFactory logs, TimeProvider time, IAuditTotals? audit = null) : BackgroundService
{
    /// <summary>The category of the records.</summary>
    public const string Category = "Bouncer.Policies";

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_repeat = TimeSpan.FromMinutes(1);

    private static readonly EventId s_template = new(530, "TemplateListed");
    private static readonly EventId s_constraint = new(531, "ConstraintListed");
    private static readonly EventId s_end = new(532, "PoliciesListed");

    private readonly ILogger _log = logs.CreateLogger(Category);
    private readonly ILogger _failures = logs.CreateLogger<ListingService>();
    private PolicyListing? _told;
    private long _toldAt;
    private int _count;

    /// <summary>Adds it to a service.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Logging.KeepOffConsole(Category);
        builder.Services.AddHostedService<ListingService>();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Nobody takes these records where logs go to the console alone.
        if (!_log.IsEnabled(LogLevel.Information))
        {
            return;
        }

        while (true)
        {
            try
            {
                if (state.Readiness.IsReady)
                {
                    Look();
                }
            }
            catch (Exception e)
            {
                LogFailure(_failures, e); // What only tells must not end what decides.
            }

            await Task.Delay(s_look, time, stoppingToken);
        }
    }

    private void Look()
    {
        var now = PolicyListing.Of(state, audit);
        if (now == _told && time.GetElapsedTime(_toldAt) < s_repeat)
        {
            return;
        }

        Tell(now, $"{++_count}");
        (_told, _toldAt) = (now, time.GetTimestamp());
    }

    private void Tell(PolicyListing listing, string id)
    {
        foreach (var template in listing.Templates)
        {
            LogEvent.Write(
                _log,
                s_template,
                $"ConstraintTemplate {template.Name} is {template.Status}",
                ("process", "policies"),
                ("event_type", "template_listed"),
                ("listing_id", id),
                ("template_name", template.Name),
                ("constraint_kind", template.Kind),
                ("template_status", template.Status),
                ("problem", template.Problem));
        }

        foreach (var constraint in listing.Constraints)
        {
            LogEvent.Write(
                _log,
                s_constraint,
                $"{constraint.Kind} {constraint.Name} is {constraint.Status}",
                ("process", "policies"),
                ("event_type", "constraint_listed"),
                ("listing_id", id),
                ("constraint_kind", constraint.Kind),
                ("constraint_name", constraint.Name),
                ("constraint_action", constraint.Action),
                ("constraint_status", constraint.Status),
                ("constraint_violations", constraint.Violations?.ToString(CultureInfo.InvariantCulture) ?? ""),
                ("problem", constraint.Problem));
        }

        LogEvent.Write(
            _log,
            s_end,
            $"{listing.Templates.Count} templates and {listing.Constraints.Count} constraints, and {listing.Untold} more",
            ("process", "policies"),
            ("event_type", "policies_listed"),
            ("listing_id", id),
            ("policy_version", listing.Version),
            ("listed", listing.Templates.Count + listing.Constraints.Count),
            ("unlisted", listing.Untold));
    }

    [LoggerMessage(EventId = 533, EventName = "ListingFailed", Level = LogLevel.Warning, Message = "Templates and constraints could not be listed for telemetry")]
    private static partial void LogFailure(ILogger log, Exception exception);
}
