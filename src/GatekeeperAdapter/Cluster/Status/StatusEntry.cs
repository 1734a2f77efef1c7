using Bouncer.Constraints;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Status;

/// <summary>What a replica says of a template or a constraint in <c>status.byPod</c>: Gatekeeper's fields
/// (its package apis/status), and <c>warnings</c> beside them.</summary>
internal static class StatusEntry
{
    /// <summary>The longest message; a status is read by people, and stored in etcd.</summary>
    private const int LongestMessage = 4096;

    public const string TemplateUid = "templateUID";
    public const string ConstraintUid = "constraintUID";

    /// <summary>An entry.</summary>
    /// <param name="id">The replica.</param>
    /// <param name="uidField">Where the object's uid stands.</param>
    /// <param name="document">The object.</param>
    /// <param name="operations">What the replica does.</param>
    /// <param name="enforced">Whether a constraint is in force; null for templates.</param>
    /// <param name="problems">Why it is not in force as it is written.</param>
    /// <param name="warnings">What else there is to say.</param>
    public static RegoObject Of(
        string id,
        string uidField,
        RegoObject document,
        RegoArray operations,
        bool? enforced,
        IReadOnlyCollection<ConstraintProblem> problems,
        IReadOnlyCollection<string> warnings)
    {
        var entry = Documents.Of(
            ("id", new RegoString(id)),
            (uidField, new RegoString(document.Uid())),
            ("observedGeneration", RegoNumber.Of(document.Generation())),
            ("operations", operations));
        if (enforced is { } isEnforced)
        {
            entry = entry.With(("enforced", RegoBoolean.Of(isEnforced)));
        }

        if (problems.Count > 0)
        {
            entry = entry.With(("errors", RegoArray.Create([.. problems.Select(Error)])));
        }

        return warnings.Count > 0
            ? entry.With(("warnings", RegoArray.Create([.. warnings.Select(w => (RegoValue)new RegoString(Shortened(w)))])))
            : entry;
    }

    private static RegoValue Error(ConstraintProblem problem)
    {
        var error = Documents.Of(("code", new RegoString(problem.Code.ToText())), ("message", new RegoString(Shortened(problem.Message))));
        return problem.Location is { } location ? error.With(("location", new RegoString(location))) : error;
    }

    private static string Shortened(string text) => text.Length <= LongestMessage ? text : text[..LongestMessage] + "...";
}
