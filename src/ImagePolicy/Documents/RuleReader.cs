using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Documents;

/// <summary>Reads the rules of a policy file.</summary>
internal static class RuleReader
{
    /// <summary>The longest message, in UTF-16 code units. It follows our own in every answer, and API servers cut those.</summary>
    private const int MaxMessage = 500;

    private static readonly string[] s_effects = ["allow", "deny", "require"];

    public static IReadOnlyList<PolicyRule> ReadAll(IReadOnlyList<Place> places)
    {
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        List<PolicyRule> rules = [];
        foreach (var place in places)
        {
            if (place.Mapping(FieldTable.Rule, "write \"- name: NAME\" and allow:, deny: or require: below it") is { } fields)
            {
                rules.Add(ReadRule(place, fields, lines));
            }
        }

        return rules;
    }

    private static PolicyRule ReadRule(Place place, Fields fields, Dictionary<string, int> lines)
    {
        var effect = ReadEffect(place, fields);
        return new PolicyRule
        {
            Name = ReadName(fields, lines) ?? "",
            Effect = effect,
            Images = effect == RuleEffect.Require ? ImageSelector.None : SelectorReader.Read(fields, effect),
            Requirements = effect == RuleEffect.Require ? ReadRequirements(fields) : Requirements.None,
            Scope = ScopeReader.Read(fields, effect),
            Enforcement = ReadEnforcement(fields),
            Message = ReadMessage(fields),
            Line = place.Node.Line,
        };
    }

    private static string? ReadName(Fields fields, Dictionary<string, int> lines)
    {
        if (fields.Required("name", "write name: NAME") is not { } place || place.Text("write a name") is not { } name)
        {
            return null;
        }

        if (Names.LabelProblem(name) is { } problem)
        {
            place.Report(problem);
        }
        else if (!lines.TryAdd(name, place.Node.Line))
        {
            place.Report($"\"{name}\" is already the name of the rule on line {lines[name]}; write another");
        }

        return name;
    }

    private static RuleEffect ReadEffect(Place place, Fields fields)
    {
        var written = s_effects.Where(e => fields[e] is not null).ToArray();
        if (written.Length == 0)
        {
            place.Report("has none of allow, deny and require; write one of them");
        }
        else if (written.Length > 1)
        {
            place.Report($"has {string.Join(" and ", written)}; write a rule for each");
        }

        return written is ["deny", ..] ? RuleEffect.Deny : written is ["require", ..] ? RuleEffect.Require : RuleEffect.Allow;
    }

    private static Requirements ReadRequirements(Fields fields)
    {
        const string remedy = "write a list of tag, digest and registry, such as [tag]";
        var requirements = Requirements.None;
        if (fields["require"] is not { } list)
        {
            return requirements;
        }

        foreach (var item in PatternList.NonEmpty(list, remedy))
        {
            switch (item.Text("write tag, digest or registry"))
            {
                case "tag":
                    requirements |= Requirements.Tag;
                    break;
                case "digest":
                    requirements |= Requirements.Digest;
                    break;
                case "registry":
                    requirements |= Requirements.Registry;
                    break;
                case { } other:
                    item.Report($"is {Printable.Quoted(other, 80)}; write tag, digest or registry");
                    break;
            }
        }

        return requirements;
    }

    private static Enforcement ReadEnforcement(Fields fields)
    {
        const string remedy = "write deny, warn or dryrun";
        var place = fields["enforcement"];
        switch (place?.Text(remedy))
        {
            case "deny" or null:
                return Enforcement.Deny;
            case "warn":
                return Enforcement.Warn;
            case "dryrun":
                return Enforcement.DryRun;
            case { } other:
                place?.Report($"is {Printable.Quoted(other, 80)}; {remedy}");
                return Enforcement.Deny;
        }
    }

    private static string? ReadMessage(Fields fields)
    {
        var place = fields["message"];
        var message = place?.Text("write a sentence")?.Trim();
        if (message is { Length: 0 })
        {
            place?.Report("is empty; write a sentence, or leave the field out");
        }
        else if (message?.Length > MaxMessage)
        {
            place?.Report($"has {message.Length} characters; write at most {MaxMessage}");
        }
        else if (message is not null && message.Any(char.IsControl))
        {
            place?.Report("has a line break or another control character; write one line");
        }

        return message;
    }
}
