using Bouncer.Constraints.Tests.Building;
using Bouncer.Rego.Json;

namespace Bouncer.Constraints.Tests.Templates;

public class CrdTests
{
    [Fact]
    public void Definition_HasGatekeepersNamesVersionsAndColumns()
    {
        var crd = Yaml.Template(Yaml.AllowedRepos.Replace("name: k8sallowedrepos", "name: k8sallowedrepos\n  uid: '42'\n  labels: {team: a}", StringComparison.Ordinal)).GenerateCrd();

        Assert.Equal(
            """{"labels":{"gatekeeper.sh/constraint":"yes","team":"a"},"name":"k8sallowedrepos.constraints.gatekeeper.sh","ownerReferences":[{"apiVersion":"templates.gatekeeper.sh/v1","blockOwnerDeletion":true,"controller":true,"kind":"ConstraintTemplate","name":"k8sallowedrepos","uid":"42"}]}""",
            RegoJson.ToJson(crd.Lookup("metadata")));
        var spec = crd.Lookup("spec");
        Assert.Equal(
            """{"categories":["constraint","constraints"],"kind":"K8sAllowedRepos","listKind":"K8sAllowedReposList","plural":"k8sallowedrepos","singular":"k8sallowedrepos"}""",
            RegoJson.ToJson(spec.Lookup("names")));
        Assert.Equal("constraints.gatekeeper.sh Cluster", $"{spec.Text("group")} {spec.Text("scope")}");
        var versions = (Bouncer.Rego.Values.RegoArray)spec.Lookup("versions");
        Assert.Equal(
            ["v1beta1 true true", "v1alpha1 true false"],
            versions.Select(v => $"{v.Text("name")} {v.Lookup("served")} {v.Lookup("storage")}"));
        Assert.Equal("""{"items":{"type":"string"},"type":"array"}""", RegoJson.ToJson(
            versions[0].Lookup("schema").Lookup("openAPIV3Schema").Lookup("properties").Lookup("spec").Lookup("properties").Lookup("parameters").Lookup("properties").Lookup("repos")));
        Assert.Equal("""{"status":{}}""", RegoJson.ToJson(versions[0].Lookup("subresources")));
        Assert.Equal(".spec.enforcementAction", ((Bouncer.Rego.Values.RegoArray)versions[0].Lookup("additionalPrinterColumns"))[0].Text("jsonPath"));
    }
}

internal static class Lookups
{
    public static Bouncer.Rego.Values.RegoValue Lookup(this Bouncer.Rego.Values.RegoValue value, string field)
        => value.Lookup(Bouncer.Rego.Values.RegoString.Of(field)) ?? throw new InvalidOperationException($"no {field} in {value}");

    public static string Text(this Bouncer.Rego.Values.RegoValue value, string field) => ((Bouncer.Rego.Values.RegoString)value.Lookup(field)).Value;
}
