using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bouncer.Rego.Json;
using Bouncer.Rego.Yaml;
using Bouncer.TestSupport;

namespace Bouncer.Observability.Tests;

/// <summary>The PromQL of deploy/observability.</summary>
internal static partial class Expressions
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy", "observability");

    public static IEnumerable<string> Dashboards => Directory.EnumerateFiles(Path.Combine(Folder, "dashboards"), "*.json").Order(StringComparer.Ordinal);

    public static IEnumerable<JsonNode> Rules
        => from file in (string[])["recording", "alerts"]
           from @group in Yaml($"prometheus/{file}.yaml")["groups"]!.AsArray()
           from rule in @group!["rules"]!.AsArray()
           select rule;

    /// <summary>All of them, each with where it stands.</summary>
    public static IEnumerable<(string Place, string Expression)> All()
        => Rules.Select(rule => ((string)(rule["alert"] ?? rule["record"])!, (string)rule["expr"]!))
            .Concat(
                from file in Dashboards
                from panel in JsonNode.Parse(File.ReadAllText(file))!["panels"]!.AsArray()
                from target in panel!["targets"]!.AsArray()
                select ($"{Path.GetFileName(file)}: {panel["title"]}", (string)target!["expr"]!));

    /// <summary>Expressions that have to return data whenever what they ask for is there. Comparisons tell what they come to, in place
    /// of leaving out what is well; of <c>unless</c> both sides count.</summary>
    public static IEnumerable<string> Parts(string expression)
        => expression
            .Replace("$__rate_interval", "1m", StringComparison.Ordinal)
            .Replace("$__range", "1h", StringComparison.Ordinal)
            .Replace("$job", ".*", StringComparison.Ordinal)
            .Split(" unless ")
            .Select(part => Comparison().Replace(part, " $1 bool "));

    /// <summary>A document of the folder.</summary>
    public static JsonNode Yaml(string file)
        => JsonNode.Parse(RegoJson.ToJson(RegoYaml.ParseAll(file, File.ReadAllText(Path.Combine(Folder, file))).Documents.Single().Value))!;

    [GeneratedRegex(" (==|!=|<=|>=|<|>) ")]
    private static partial Regex Comparison();
}
