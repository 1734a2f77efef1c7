using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Documents;

namespace Bouncer.Fuzz.Targets;

/// <summary>Policy files, and decisions by those that are accepted.</summary>
internal static class PolicyTarget
{
    public static readonly FuzzTarget Instance = new(
        "policy",
        Run,
        [
            """
            apiVersion: bouncer.dev/v1alpha1
            kind: ImagePolicy
            metadata:
              name: example
            spec:
              default: deny
              rules:
                - name: ours
                  allow:
                    registries: [docker.io, "*.example.com:5000"]
                    repositories: ["gcr.io/my-project/**"]
                    images: ["quay.io/x/y:v*"]
                - name: no-latest
                  deny:
                    tags: [latest]
                  match:
                    namespaces: [prod, "team-*"]
                    excludedNamespaces: [kube-system]
                  enforcement: warn
                  message: "Ask the platform team."
                - name: written-out
                  require: [digest]
                  match:
                    excludedRepositories: ["docker.io/library/**"]
            """,
            """{"apiVersion":"bouncer.dev/v1alpha1","kind":"ImagePolicy","metadata":{"name":"json"},"spec":{"default":"allow","rules":[{"name":"evil","deny":{"registries":["evil.example"]},"enforcement":"dryrun"}]}}""",
            "a: &x [1, *x]\n---\nb: !!binary aGVsbG8=\n? {c: d}\n: |\n  text\n",
        ],
        [
            "\n", "\n  ", "- ", ": ", ":", "#", "&a ", "*a", "<<: ", "!!str ", "|", ">", "---\n", "...\n", "{", "}", "[", "]", ",", "\"", "'", "\t", "\0",
            "~", "null", "name: ", "allow:", "deny:", "require: ", "registries: ", "tags: ", "enforcement: ", "match:", "**", "*", "docker.io", "\u2028", "\uFEFF",
        ]);

    /// <summary>Made on first use: instrumented code runs within the fuzzer only.</summary>
    private static readonly Lazy<ContainerImage[]> s_images =
        new(() => [new("busybox"), new("gcr.io/my-project/a/b:latest"), new("quay.io/x/y:v1"), new("not an image")]);

    private static void Run(ReadOnlySpan<byte> input)
    {
        var read = PolicyReader.Read(input.ToArray(), "policy.yaml");
        Must.Hold(read.Document is null == read.Errors.Count > 0, "there is a policy or mistakes");
        foreach (var error in read.Errors)
        {
            Must.BePrintable(error.ToString());
        }

        if (read.Document is not null)
        {
            Decide(Policy.Compile(read.Document, "1"));
        }
    }

    private static void Decide(Policy policy)
    {
        foreach (var @namespace in new[] { "", "prod", "team-a", "kube-system" })
        {
            var decision = policy.Decide(@namespace, s_images.Value);
            Must.Hold(decision is Denied, "what is no image is refused");
            Must.Hold(ReasonOf(decision) == ReasonOf(policy.Decide(@namespace, s_images.Value)), "the same answer in the same words");
            Must.Hold(!ReasonOf(decision).Replace('\n', ' ').Any(char.IsControl), "a reason has no control characters");
        }
    }

    private static string ReasonOf(Decision decision) => ReasonText.Of(decision.Violations);
}
