using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Matching;
using Bouncer.Constraints.Prefixes;
using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Templates;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints;

/// <summary>A constraint that fits its template. Immutable and safe to share between threads.</summary>
public sealed class Constraint
{
    /// <summary>The group of constraints.</summary>
    public const string Group = "constraints.gatekeeper.sh";

    internal Constraint()
    {
    }

    /// <summary>The whole document.</summary>
    public required RegoObject Document { get; init; }

    /// <summary>The template that it is one of.</summary>
    public required ConstraintTemplate Template { get; init; }

    /// <summary>The template's kind.</summary>
    public string Kind => Template.Kind;

    /// <summary><c>metadata.name</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>spec.parameters</c> with the schema's defaults; empty if there are none.</summary>
    public required RegoObject Parameters { get; init; }

    /// <summary>What it is about.</summary>
    public required MatchCriteria Match { get; init; }

    /// <summary>What <c>spec.enforcementAction</c> says.</summary>
    public EnforcementAction Action => Enforcement.Action;

    /// <summary>What its violations lead to, and where.</summary>
    internal EnforcementRules Enforcement { get; init; } = EnforcementRules.Default;

    /// <summary>Whether prefixes of images are compared segment by segment.</summary>
    internal bool ComparesSegments { get; init; }

    /// <summary>Reads a constraint.</summary>
    /// <returns>The constraint, or everything that is wrong with it.</returns>
    public static ConstraintReading Read(RegoObject document, ConstraintTemplate template, ConstraintOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(template);
        return ConstraintReader.Read(document, template, options ?? ConstraintOptions.Default);
    }

    /// <summary>What its violations lead to at an enforcement point, the strictest action first; empty if it is not enforced there.</summary>
    /// <param name="enforcementPoint">One of <see cref="EnforcementPoints"/>.</param>
    public IReadOnlyList<EnforcementAction> ActionsAt(string enforcementPoint)
    {
        ArgumentNullException.ThrowIfNull(enforcementPoint);
        return Enforcement.At(enforcementPoint);
    }

    /// <summary>The parameters that a review is evaluated with: <see cref="Parameters"/>, unless prefixes are compared segment by
    /// segment and one of them would let in a look-alike that the reviewed object has.</summary>
    public RegoObject ParametersFor(ReviewRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ComparesSegments ? SegmentSafePrefixes.Bound(Template.PrefixParameters, Parameters, request) : Parameters;
    }

    /// <summary><c>[name]</c> in messages; <c>kind/name</c> elsewhere.</summary>
    public override string ToString() => $"{Kind}/{Name}";
}
