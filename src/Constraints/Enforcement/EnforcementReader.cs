using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Enforcement;

/// <summary>Reads how a constraint is enforced.</summary>
/// <param name="validate">Whether words that are not known are problems.</param>
/// <param name="problems">Takes what is wrong.</param>
/// <param name="warnings">Takes what is suspicious: points that nothing enforces.</param>
internal readonly struct EnforcementReader(bool validate, ICollection<ConstraintProblem> problems, ICollection<string> warnings)
{
    private const string Field = "spec.scopedEnforcementActions";

    /// <summary>Reads <c>spec</c>.</summary>
    public EnforcementRules Read(RegoObject spec)
    {
        if (spec.TryGet("enforcementAction", out var value) && value is not (RegoString or RegoNull))
        {
            Add(ProblemCode.Invalid, "spec.enforcementAction must be a string", "spec.enforcementAction");
            return EnforcementRules.Default;
        }

        var text = spec.Text("enforcementAction");
        var action = EnforcementActionNames.Parse(text);
        if (action == EnforcementAction.Unrecognized && validate)
        {
            Add(
                ProblemCode.Invalid,
                $"unrecognized enforcementAction: {new RegoString(text)} is not within the supported list [deny dryrun warn scoped]",
                "spec.enforcementAction");
        }

        return action == EnforcementAction.Scoped ? ReadScopes(spec) : EnforcementRules.Everywhere(action);
    }

    private EnforcementRules ReadScopes(RegoObject spec)
    {
        if (!spec.TryGet("scopedEnforcementActions", out var value) || value is RegoNull)
        {
            Add(ProblemCode.Invalid, $"missing required field: {Field} must be defined when enforcementAction is scoped", Field);
            return EnforcementRules.Default;
        }

        var scopes = new List<(string, EnforcementAction)>();
        if (value is not RegoArray list)
        {
            AddShape(Field);
            return EnforcementRules.Default;
        }

        for (var i = 0; i < list.Count; i++)
        {
            ReadScope(list[i], $"{Field}[{i}]", scopes);
        }

        return EnforcementRules.Scoped(scopes);
    }

    private void ReadScope(RegoValue value, string path, List<(string, EnforcementAction)> scopes)
    {
        if (value is not RegoObject scope || scope.Array("enforcementPoints") is not { } points)
        {
            AddShape(path);
            return;
        }

        var text = scope.Text("action");
        var action = text.Length == 0 ? EnforcementAction.Unrecognized : EnforcementActionNames.Parse(text);
        action = action == EnforcementAction.Scoped ? EnforcementAction.Unrecognized : action;
        if (action == EnforcementAction.Unrecognized && validate)
        {
            Add(
                ProblemCode.Invalid,
                $"unrecognized enforcementAction: {new RegoString(text)} is not within the supported list [deny dryrun warn]",
                $"{path}.action");
        }

        for (var i = 0; i < points.Count; i++)
        {
            var place = $"{path}.enforcementPoints[{i}].name";
            if ((points[i] as RegoObject)?.Text("name") is not { Length: > 0 } name)
            {
                AddShape(place);
                continue;
            }

            scopes.Add((name, action));
            if (name != EnforcementPoints.All && !EnforcementPoints.Known.Contains(name))
            {
                // Gatekeeper allows points of others, and so a slip of the pen enforces nothing.
                warnings.Add($"{place}: {new RegoString(name)} is no enforcement point that is known here, so nothing is enforced "
                    + $"there; the known ones are {string.Join(", ", EnforcementPoints.Known)} and *");
            }
        }
    }

    private void AddShape(string path) => Add(
        ProblemCode.Invalid, "scopedEnforcementActions value must be a [{action: string, enforcementPoints: [{name: string}]}]", path);

    private void Add(ProblemCode code, string message, string path) => problems.Add(new ConstraintProblem(code, message, path));
}
