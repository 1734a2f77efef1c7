using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Evaluating;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Planning;

/// <summary>
/// Finds what most bodies of a rule compare with constants (<c>input.kind == "Pod"</c>, an argument), so that an evaluation tries
/// only those whose constant it is.
/// </summary>
internal static class RuleIndex
{
    // Below this, looking into the index costs what it saves.
    private const int Worthwhile = 3;

    public static RuleSelection Make(Planner policy, CheckedRule[] rules, Func<CheckedRule, RuleBody> plan)
    {
        RuleBody[] bodies = [.. rules.Select(plan)];
        var candidates = new Dictionary<Place, RegoValue?[]>();
        for (var i = 0; i < rules.Length && rules.Length >= Worthwhile; i++)
        {
            // If the body of a rule with else fails, the other branch is to be tried.
            if (rules[i].Else is null)
            {
                foreach (var (place, constant) in Comparisons(policy, rules[i]))
                {
                    if (!candidates.TryGetValue(place, out var constants))
                    {
                        candidates.Add(place, constants = new RegoValue?[rules.Length]);
                    }

                    constants[i] ??= constant;
                }
            }
        }

        var best = candidates.Select(c => (Place: c.Key, Constants: c.Value, Count: c.Value.Count(v => v is not null)))
            .Where(c => c.Count >= Worthwhile)
            .OrderByDescending(c => c.Count)
            .FirstOrDefault();
        return best.Place is null ? new RuleSelection(bodies) : new RuleSelection(bodies, best.Place.ToExpression(), best.Constants);
    }

    private static IEnumerable<(Place, RegoValue)> Comparisons(Planner policy, CheckedRule rule)
    {
        var places = new Dictionary<LocalVariable, Place>();
        for (var i = 0; i < rule.Args.Length; i++)
        {
            if (rule.Args[i] is CheckedVar { Variable: var argument })
            {
                places.TryAdd(argument, new Place(i, []));
            }
            else if (policy.Constants.TryGet(rule.Args[i], out var constant))
            {
                yield return (new Place(i, []), constant);
            }
        }

        foreach (var expression in rule.Body.Expressions)
        {
            if (expression.IsNegated || !expression.With.IsEmpty)
            {
                continue;
            }

            var (left, right) = expression switch
            {
                CheckedUnify unify => (unify.Left, unify.Right),
                CheckedCall { Callee: BuiltinCallee { Name: "equal" }, Output: null } call => (call.Args[0], call.Args[1]),
                _ => default,
            };
            if (left is null || right is null)
            {
                continue;
            }

            if (PlaceOf(policy, left, places) is { } one && policy.Constants.TryGet(right, out var value))
            {
                yield return (one, value);
            }
            else if (PlaceOf(policy, right, places) is { } other && policy.Constants.TryGet(left, out value))
            {
                yield return (other, value);
            }
            else if (left is CheckedVar variable && PlaceOf(policy, right, places) is { } named)
            {
                places.TryAdd(variable.Variable, named);
            }
        }
    }

    /// <summary>Where the value of a term comes from, if that is input or an argument, by constant steps.</summary>
    private static Place? PlaceOf(Planner policy, CheckedTerm term, Dictionary<LocalVariable, Place> places)
    {
        switch (term)
        {
            case CheckedVar variable:
                return places.GetValueOrDefault(variable.Variable);
            case CheckedRef { Root: not RefRoot.Data } reference:
                var keys = new List<RegoValue>();
                foreach (var step in reference.Path)
                {
                    if (!policy.Constants.TryGet(step, out var key))
                    {
                        return null;
                    }

                    keys.Add(key);
                }

                if (reference.Root == RefRoot.Input)
                {
                    return new Place(-1, [.. keys]);
                }

                return places.TryGetValue(reference.Variable!, out var start) ? new Place(start.Argument, [.. start.Keys, .. keys]) : null;
            default:
                return null;
        }
    }

    /// <summary>A place in an argument, or in input (-1).</summary>
    private sealed class Place(int argument, RegoValue[] keys) : IEquatable<Place>
    {
        public int Argument { get; } = argument;

        public RegoValue[] Keys { get; } = keys;

        public Expression ToExpression() => Argument < 0
            ? new InputExpression(Keys)
            : Keys.Length == 0 ? new SlotExpression(Argument) : new PathExpression(new SlotExpression(Argument), Keys);

        public bool Equals(Place? other)
            => other is not null && Argument == other.Argument && Keys.AsSpan().SequenceEqual(other.Keys);

        public override bool Equals(object? obj) => obj is Place other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(Argument);
            foreach (var key in Keys)
            {
                hash.Add(key);
            }

            return hash.ToHashCode();
        }
    }
}
