using Bouncer.GatekeeperAdapter.State;

namespace Bouncer.GatekeeperAdapter.Folder;

/// <summary>
/// What is in force where no folder is named: the sample <c>samples/allowed-repos</c>, by which Pods run images of docker.io alone.
/// A policy that refuses too much is noticed; one that is forgotten and lets everything pass is not.
/// </summary>
internal static class EmbeddedPolicies
{
    private static readonly string[] s_names = ["template.yaml", "constraint.yaml"];

    /// <summary>Puts the default in force.</summary>
    public static void Load(PolicyState state)
    {
        List<string> problems = [];
        var documents = s_names.SelectMany(name => DocumentReader.Read(name, Read(name), problems) ?? []);
        new StateWriter(state).Write(documents, problems, []);
        if (problems.Count > 0)
        {
            throw new InvalidOperationException($"The embedded policy cannot be used: {string.Join("; ", problems)}");
        }
    }

    private static byte[] Read(string name)
    {
        using var resource = typeof(EmbeddedPolicies).Assembly.GetManifestResourceStream($"allowed-repos/{name}")
            ?? throw new InvalidOperationException($"The program holds no {name}.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
