using Bouncer.TestSupport;

namespace Bouncer.E2E.Cluster;

/// <summary>The policy that the Webhook decides by.</summary>
public sealed class PolicyFile
{
    /// <summary>Images of Docker Hub run everywhere, of gcr.io where a namespace is named for it; snapshots are warned of. Where
    /// Gatekeeper's constraints are tested, this policy stands aside.</summary>
    private const string Text = """
        apiVersion: bouncer.dev/v1alpha1
        kind: ImagePolicy
        metadata:
          name: e2e
        spec:
          rules:
          - name: docker-hub
            allow:
              registries: [docker.io]
          - name: google
            allow:
              registries: [gcr.io]
            match:
              namespaces: ["*-google"]
          - name: left-to-constraints
            allow:
              registries: [gcr.io, quay.io, registry.example.com, docker.io.evil.com]
            match:
              namespaces: ["*-gatekeeper", kube-system, gatekeeper-system]
          - name: no-snapshots
            deny:
              tags: ["*-snapshot"]
            enforcement: warn
            message: Snapshots go away.

        """;

    /// <summary>Writes the policy.</summary>
    /// <param name="path">The file.</param>
    public PolicyFile(string path)
    {
        Path = path;
        Write(Text);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Changes the policy for a while.</summary>
    /// <param name="from">A part of it.</param>
    /// <param name="to">What stands there until the result is disposed.</param>
    public IDisposable Replace(string from, string to)
    {
        Assert.Contains(from, Text, StringComparison.Ordinal);
        Write(Text.Replace(from, to, StringComparison.Ordinal));
        return new Restore(this);
    }

    /// <summary>Puts a new file in the place of the old one, as careful editors and ConfigMaps do.</summary>
    private void Write(string text)
    {
        File.WriteAllText(Path + ".new", text);
        File.Move(Path + ".new", Path, overwrite: true);
    }

    private sealed class Restore(PolicyFile policy) : IDisposable
    {
        public void Dispose() => policy.Write(Text);
    }
}
