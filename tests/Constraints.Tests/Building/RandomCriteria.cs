using Bouncer.Constraints.Reviews;

namespace Bouncer.Constraints.Tests.Building;

/// <summary>Criteria and requests from few words, so that they often meet.</summary>
internal static class RandomCriteria
{
    private static readonly string[] s_names = ["a", "b", "c"];

    public static string Match(Random random)
    {
        string[] fields =
        [
            $$"""  "kinds": [{"apiGroups": ["{{Pick(random, "", "*", "apps")}}"], "kinds": ["{{Pick(random, "Pod", "*", "Namespace", "Node")}}"]}] """,
            $$"""  "scope": "{{Pick(random, "*", "Cluster", "Namespaced")}}" """,
            $$"""  "namespaces": ["{{Name(random)}}", "{{Pick(random, "b", "c*", "*a")}}"] """,
            $$"""  "excludedNamespaces": ["{{Pick(random, "b", "c*", "*a")}}"] """,
            $$"""  "labelSelector": {{Selector(random)}} """,
            $$"""  "namespaceSelector": {{Selector(random)}} """,
            $$"""  "name": "{{Name(random)}}" """,
        ];
        return $"{{{string.Join(',', fields.Where(_ => random.Next(3) == 0))}}}";
    }

    public static ReviewRequest Request(Random random)
    {
        var @namespace = random.Next(3) == 0 ? null : Make.Namespace(Name(random), Labels(random));
        if (random.Next(2) == 0)
        {
            return Make.Object(Object(random), @namespace);
        }

        var objects = random.Next(4) switch
        {
            0 => $"\"object\": {Object(random)}",
            1 => $"\"oldObject\": {Object(random)}",
            2 => $"\"object\": {Object(random)}, \"oldObject\": {Object(random)}",
            _ => "\"object\": null",
        };
        return Make.Admission($$"""{"operation": "{{Pick(random, "UPDATE", "DELETE")}}", "namespace": "{{Pick(random, "", "a", "b")}}", {{objects}} }""", @namespace);
    }

    private static string Object(Random random) => Pick(random, "Pod", "Namespace", "Node") switch
    {
        "Pod" => Make.Pod(Name(random), Name(random), Labels(random)),
        "Namespace" => Make.Namespace(Name(random), Labels(random)),
        _ => Make.Node,
    };

    private static string Selector(Random random) => random.Next(3) switch
    {
        0 => $$"""{"matchLabels": {"{{Name(random)}}": "{{Name(random)}}"} }""",
        1 => $$"""{"matchExpressions": [{"key": "{{Name(random)}}", "operator": "{{Pick(random, "In", "NotIn")}}", "values": ["{{Name(random)}}", "{{Name(random)}}"]}]}""",
        _ => $$"""{"matchExpressions": [{"key": "{{Name(random)}}", "operator": "{{Pick(random, "Exists", "DoesNotExist")}}"}]}""",
    };

    private static string Labels(Random random)
        => $"{{{string.Join(',', s_names.Where(_ => random.Next(2) == 0).Select(n => $"\"{n}\": \"{Name(random)}\""))}}}";

    private static string Name(Random random) => Pick(random, s_names);

    private static string Pick(Random random, params string[] words) => words[random.Next(words.Length)];
}
