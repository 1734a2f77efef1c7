using System.Globalization;
using Bouncer.Constraints.Enforcement;
using Bouncer.GatekeeperAdapter.Audit.Results;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Audit.Runs;

/// <summary>What a run came to. Counts alone: whoever may see this need not be one who may see the objects.</summary>
internal sealed record AuditSummary
{
    /// <summary>The actions that violations are counted by: all that Gatekeeper's metric has, so that none is missing when it is 0.</summary>
    public static readonly IReadOnlyList<string> Actions = [.. Enum.GetValues<EnforcementAction>().Select(a => a.ToText())];

    /// <summary>The second in which the run began, RFC 3339: <c>audit_id</c> of its log records, <c>status.auditTimestamp</c>.</summary>
    public required string Id { get; init; }

    public required AuditOutcome Outcome { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>How many constraints were asked.</summary>
    public int Constraints { get; init; }

    /// <summary>How many kinds were listed.</summary>
    public int Kinds { get; init; }

    /// <summary>How many objects were reviewed.</summary>
    public long Objects { get; init; }

    /// <summary>How many objects were left alone for their namespace.</summary>
    public long Excluded { get; init; }

    /// <summary>What was found; nothing for a run that failed.</summary>
    public AuditResults Results { get; init; } = new(0);

    /// <summary>What went wrong, in sentences.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>When it ended.</summary>
    public DateTimeOffset Ended => Started + Elapsed;

    public RegoObject ToDocument() => Documents.Of(
        ("auditId", new RegoString(Id)),
        ("outcome", new RegoString(Outcome.ToText())),
        ("startedAt", new RegoString(Started.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))),
        ("seconds", RegoNumber.Of(Math.Round(Elapsed.TotalSeconds, 3))),
        ("constraints", RegoNumber.Of(Constraints)),
        ("kinds", RegoNumber.Of(Kinds)),
        ("objects", RegoNumber.Of(Objects)),
        ("excludedObjects", RegoNumber.Of(Excluded)),
        ("violations", Documents.Of([.. Actions.Select(a => (a, (RegoValue)RegoNumber.Of(Results.WithAction(a))))])),
        ("problems", RegoArray.Create([.. Problems.Select(p => new RegoString(p))])));
}
