using Bouncer.Constraints.Enforcement;
using Bouncer.Rego;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Reviews;

/// <summary>
/// Reads what a template answers: a set of <c>{"msg": text, "details": anything}</c>. What is no violation is an error of the
/// constraint, so that a template that is wrong about its answers admits nothing by it.
/// </summary>
internal readonly struct ViolationReader(Constraint constraint, IReadOnlyList<EnforcementAction> actions, List<Violation> into)
{
    private static readonly RegoString Msg = new("msg");
    private static readonly RegoString Details = new("details");

    /// <summary>Adds the violations of an answer, equal ones once.</summary>
    public void Read(RegoValue answer)
    {
        // As the hook of Gatekeeper's driver, which walks through whatever has elements.
        switch (answer)
        {
            case RegoSet set:
                ReadAll(set);
                break;
            case RegoArray array:
                ReadAll(array);
                break;
            case RegoObject byKey:
                ReadAll(byKey.Select(m => m.Value));
                break;
            default:
                Fail($"the rule \"violation\" is {answer.TypeName} {Short(answer)}, want a set of objects with \"msg\"");
                break;
        }
    }

    private void ReadAll(IEnumerable<RegoValue> elements)
    {
        var first = into.Count;
        foreach (var element in elements)
        {
            Read(element, first);
        }
    }

    private void Read(RegoValue element, int first)
    {
        if (element is not RegoObject violation || violation.Lookup(Msg) is not { } message)
        {
            Fail($"no binding for msg: the violation is {Short(element)}, want an object with \"msg\"");
            return;
        }

        if (message is not RegoString text)
        {
            Fail($"message binding was {message.TypeName} but want string: \"msg\" of the violation is {Short(message)}");
            return;
        }

        var details = violation.Lookup(Details) ?? RegoObject.Empty;
        for (var i = first; i < into.Count; i++)
        {
            // Members besides msg and details make elements of the set differ, but not violations.
            if (into[i].Error is null && into[i].Message == text.Value && into[i].Details.Equals(details))
            {
                return;
            }
        }

        into.Add(new Violation(constraint, text.Value, details, actions, null));
    }

    private void Fail(string message)
        => into.Add(new Violation(
            constraint,
            $"template {constraint.Kind}: {message}",
            RegoObject.Empty,
            actions,
            new RegoError(ReviewErrorCodes.Violation, message, default)));

    private static string Short(RegoValue value)
    {
        const int MaxLength = 200;
        var text = value.ToString();
        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
    }
}
