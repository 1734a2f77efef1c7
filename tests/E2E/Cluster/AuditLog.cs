using System.Text.Json;
using System.Text.Json.Nodes;
using Bouncer.TestSupport;

namespace Bouncer.E2E.Cluster;

/// <summary>The API server's audit log: what was asked of it, what it answered, and what admission noted.</summary>
/// <param name="path">The file that the API server writes.</param>
public sealed class AuditLog(string path)
{
    /// <summary>The API server's argument for the policy, up to the path.</summary>
    public const string PolicyArgument = "--audit-policy-file=";

    private const string Policy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
        - level: RequestResponse
          verbs: [create, update, patch]
          resources:
          - group: ""
            resources: [pods, pods/ephemeralcontainers]
          - group: apps
            resources: [deployments]
        - level: None
        """;

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>The API server's arguments for a log in a folder; writes its policy beside the folder, and an empty log. That
    /// belongs to who tests then, whoever appends to it.</summary>
    /// <param name="folder">Where to.</param>
    public static (AuditLog Log, string[] Arguments) Create(TemporaryFolder folder)
    {
        var log = new AuditLog(System.IO.Path.Combine(Directory.CreateDirectory(folder.File("audit")).FullName, "audit.log"));
        File.WriteAllText(log.Path, "");
        return (log, [$"--audit-log-path={log.Path}", PolicyArgument + folder.Write("audit-policy.yaml", Policy)]);
    }

    /// <summary>All events of a namespace so far.</summary>
    public IReadOnlyList<JsonNode> Events(string namespaceName)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var events = new List<JsonNode>();
        while (reader.ReadLine() is { } line)
        {
            // The last line may be half written.
            if (line.EndsWith('}') && line.Contains($"\"namespace\":\"{namespaceName}\"", StringComparison.Ordinal))
            {
                events.Add(JsonNode.Parse(line)!);
            }
        }

        return events;
    }

    /// <summary>Waits for the event of a Pod and tells what admission noted there.</summary>
    /// <param name="namespaceName">The Pod's namespace.</param>
    /// <param name="podName">The Pod's name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The annotations, by their full names.</returns>
    public async Task<IReadOnlyDictionary<string, string>> AnnotationsAsync(string namespaceName, string podName, CancellationToken cancellationToken)
    {
        JsonNode? found = null;
        await Eventually.HoldsAsync(
            () => Task.FromResult((found = Events(namespaceName).LastOrDefault(e => (string?)e["requestObject"]?["metadata"]?["name"] == podName)) is not null),
            $"the audit event of Pod {podName}",
            cancellationToken);
        return found!["annotations"]!.AsObject().ToDictionary(a => a.Key, a => (string)a.Value!);
    }

    /// <summary>All requests of a namespace with their answers, for people.</summary>
    public string Describe(string namespaceName) => string.Join('\n', Events(namespaceName).Select(e => e.ToJsonString(s_indented)));
}
