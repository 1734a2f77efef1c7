using System.Text;
using Bouncer.Rego.Values;
using Bouncer.Rego.Yaml;

namespace Bouncer.GatekeeperAdapter.Cluster.Crds;

/// <summary>The CustomResourceDefinitions of <c>deploy/gatekeeper-adapter/crds</c>, which are part of the program.</summary>
internal static class EmbeddedCrds
{
    private const string Prefix = "crds/";

    public static IReadOnlyList<RegoObject> Read()
    {
        var assembly = typeof(EmbeddedCrds).Assembly;
        List<RegoObject> crds = [];
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            var reading = RegoYaml.ParseAll(name, reader.ReadToEnd());
            crds.AddRange(reading.Error is null
                ? reading.Documents.Select(d => (RegoObject)d.Value)
                : throw new InvalidOperationException(reading.Error.ToString()));
        }

        return crds;
    }
}
