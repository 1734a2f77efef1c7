using Bouncer.GatekeeperAdapter.Tests.Support;

namespace Bouncer.GatekeeperAdapter.Tests.Admission;

/// <summary>Templates, constraints and the Config, before they are stored.</summary>
public sealed class OwnKindTests : IAsyncLifetime
{
    private static readonly string s_badTemplate = Policies.Json(Policies.Template("noimages", "NoImages", "package noimages\n\nviolation[{\"msg\": msg}] {\n  msg := nothing\n}\n"));

    private RunningAdapter _adapter = null!;

    public async ValueTask InitializeAsync()
        => _adapter = await RunningAdapter.StartAsync(("t.yaml", Policies.AllowedRepos), ("c.yaml", Policies.Constraint()));

    public ValueTask DisposeAsync() => _adapter.DisposeAsync();

    [Fact]
    public async Task TemplateThatCompiles_IsAllowed()
        => Assert.True((await _adapter.AdmitAsync(Reviews.OfTemplate(Policies.Json(Policies.AllowedRepos), name: "allowedrepos"))).Allowed);

    [Fact]
    public async Task TemplateThatDoesNotCompile_IsRefusedWithPlaceAndCaret()
    {
        var answer = await _adapter.AdmitAsync(Reviews.OfTemplate(s_badTemplate));

        Assert.False(answer.Allowed);
        Assert.Equal(422, answer.Code);
        Assert.Contains("spec.targets[0].rego:4:", answer.Message, StringComparison.Ordinal);
        Assert.Contains("nothing is unsafe", answer.Message, StringComparison.Ordinal);
        Assert.Contains("  msg := nothing\n", answer.Message, StringComparison.Ordinal);
        Assert.Contains("^", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenTemplateThatIsStored_CanBeDeletedAndLabelled()
    {
        var labelled = s_badTemplate.Replace("\"name\":\"noimages\"", "\"labels\":{\"a\":\"b\"},\"name\":\"noimages\"", StringComparison.Ordinal);
        Assert.NotEqual(s_badTemplate, labelled);

        var deleted = await _adapter.AdmitAsync(Reviews.OfTemplate("null", s_badTemplate, "DELETE"));
        var updated = await _adapter.AdmitAsync(Reviews.OfTemplate(labelled, s_badTemplate, "UPDATE"));

        Assert.True(deleted.Allowed);
        Assert.True(updated.Allowed);
        Assert.Contains("nothing is unsafe", Assert.Single(updated.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConstraintThatDoesNotFitItsSchema_IsRefused()
    {
        var answer = await _adapter.AdmitAsync(Reviews.OfConstraint(Policies.Json(Policies.Constraint(parameters: "{repos: docker.io}"))));

        Assert.False(answer.Allowed);
        Assert.Equal(422, answer.Code);
        Assert.Contains("spec.parameters.repos", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConstraintWithoutTemplate_IsRefused()
    {
        var answer = await _adapter.AdmitAsync(Reviews.OfConstraint(Policies.Json(Policies.Constraint(kind: "Nobody")), kind: "Nobody"));

        Assert.False(answer.Allowed);
        Assert.Equal(422, answer.Code);
        Assert.Contains("nobody", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrefixThatLetsInALookAlike_IsWarnedOf()
    {
        var answer = await _adapter.AdmitAsync(Reviews.OfConstraint(Policies.Json(Policies.Constraint(parameters: "{repos: [docker.io]}"))));

        Assert.True(answer.Allowed);
        Assert.Equal(299, answer.Code);
        Assert.Contains("docker.io", Assert.Single(answer.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config", true)]
    [InlineData("other", false)]
    public async Task Config_IsCalledConfig(string name, bool allowed)
    {
        var config = $$"""{"apiVersion":"config.gatekeeper.sh/v1alpha1","kind":"Config","metadata":{"name":"{{name}}"} }""";

        var answer = await _adapter.AdmitAsync(Reviews.Of("Config", config, group: "config.gatekeeper.sh", name: name));

        Assert.Equal(allowed, answer.Allowed);
        Assert.Equal(allowed ? "" : "config resource must have name 'config'", answer.Message);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public async Task Name_HasAtMost63Characters(int length, bool allowed)
    {
        var name = new string('c', length);

        var answer = await _adapter.AdmitAsync(Reviews.OfConstraint(Policies.Json(Policies.Constraint(name)), name: name));

        Assert.Equal(allowed, answer.Allowed);
        Assert.Equal(allowed ? "" : "resource cannot have metadata.name larger than 63 char; length: 64", answer.Message);
    }

    [Fact]
    public async Task KindWithoutEffect_IsAllowedWithAWarning()
    {
        var mutator = """{"apiVersion":"mutations.gatekeeper.sh/v1","kind":"Assign","metadata":{"name":"a"} }""";

        var answer = await _adapter.AdmitAsync(Reviews.Of("Assign", mutator, group: "mutations.gatekeeper.sh"));

        Assert.True(answer.Allowed);
        Assert.Contains("mutation is not supported", Assert.Single(answer.Warnings), StringComparison.Ordinal);
    }

    /// <summary>What the store keeps of a template that was checked must not read from the request's memory, which others write to.</summary>
    [Fact]
    public async Task TemplateThatWasChecked_WorksAfterOtherRequests()
    {
        var template = Policies.Template("tagged", "Tagged", "package tagged\n\nviolation[{\"msg\": \"no tag\"}] { image := input.review.object.spec.containers[_].image; not contains(image, \":\") }\n");
        Assert.True((await _adapter.AdmitAsync(Reviews.OfTemplate(Policies.Json(template), name: "tagged"))).Allowed);
        for (var i = 0; i < 20; i++)
        {
            await _adapter.AdmitAsync(Reviews.OfPod($"docker.io/{new string('x', 2000)}"));
        }

        _adapter.State.Apply((Rego.Values.RegoObject)Rego.Json.RegoJson.Parse(Policies.Json(template)));
        _adapter.State.Apply((Rego.Values.RegoObject)Rego.Json.RegoJson.Parse(Policies.Json(Policies.Constraint("tags", "Tagged", parameters: null))));

        Assert.Equal("[tags] no tag", (await _adapter.AdmitAsync(Reviews.OfPod("docker.io/a"))).Message);
        Assert.True((await _adapter.AdmitAsync(Reviews.OfPod("docker.io/a:1"))).Allowed);
    }
}
