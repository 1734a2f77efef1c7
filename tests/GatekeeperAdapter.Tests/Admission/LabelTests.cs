using Bouncer.GatekeeperAdapter.Options;
using Bouncer.GatekeeperAdapter.Tests.Support;

namespace Bouncer.GatekeeperAdapter.Tests.Admission;

/// <summary>What <c>/v1/admitlabel</c> answers.</summary>
public class LabelTests
{
    private const string Path = "/v1/admitlabel";
    private const string Label = """{"admission.gatekeeper.sh/ignore":"because"}""";

    [Theory]
    [InlineData("team", "{}", true, 200, "Namespace is not setting the admission.gatekeeper.sh/ignore label")]
    [InlineData("team", Label, false, 403, "Only exempt namespace can have the admission.gatekeeper.sh/ignore label")]
    [InlineData("exempt", Label, true, 200, "Namespace exempt is allowed to set admission.gatekeeper.sh/ignore")]
    [InlineData("kube-system", Label, true, 200, "Namespace kube-system is allowed to set admission.gatekeeper.sh/ignore")]
    [InlineData("a-system", Label, true, 200, "Namespace a-system is allowed to set admission.gatekeeper.sh/ignore")]
    public async Task Label_IsForExemptNamespaces(string name, string labels, bool allowed, int code, string message)
    {
        await using var adapter = await StartAsync();

        var answer = await adapter.AdmitAsync(Reviews.Of("Namespace", Namespace(name, labels), name: name), Path);

        Assert.Equal(allowed, answer.Allowed);
        Assert.Equal(code, answer.Code);
        Assert.Equal(message, answer.Message);
    }

    [Fact]
    public async Task Delete_IsAllowed()
    {
        await using var adapter = await StartAsync();

        var answer = await adapter.AdmitAsync(Reviews.Of("Namespace", null, Namespace("team", Label), "DELETE"), Path);

        Assert.True(answer.Allowed);
        Assert.Equal("Delete is always allowed", answer.Message);
    }

    [Fact]
    public async Task OtherKinds_AreAllowed()
    {
        await using var adapter = await StartAsync();

        Assert.Equal("Not a namespace", (await adapter.AdmitAsync(Reviews.OfPod(), Path)).Message);
    }

    [Fact]
    public async Task NamespaceWithoutObject_IsRefused()
    {
        await using var adapter = await StartAsync();

        var answer = await adapter.AdmitAsync(Reviews.Of("Namespace", null), Path);

        Assert.False(answer.Allowed);
        Assert.Equal(500, answer.Code);
        Assert.Equal("the review could not be decided: request.object is missing", answer.Message);
    }

    private static string Namespace(string name, string labels)
        => $$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{name}}","labels":{{labels}} } }""";

    private static Task<RunningAdapter> StartAsync()
        => RunningAdapter.StartAsync(options => options with { Exempt = new ExemptNamespaces(["exempt"], ["kube-"], ["-system"]) });
}
