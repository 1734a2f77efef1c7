using Aspire.Hosting.Endpoints;
using Aspire.Hosting.Orchestration;

namespace Bouncer.Aspire.Embedded.Tests.Environment;

public class EnvironmentTests
{
    private readonly IDistributedApplicationBuilder _builder = TestApplication.CreateBuilder();

    [Fact]
    public async Task Variables_ReachTheProcess()
    {
        await using var app = await TestApplication.StartAsync(b => b
            .AddShell("printer", "echo \"$GREETING, $1 and $2\"; env")
            .WithEnvironment("GREETING", "good morning")
            .WithArgs("zero", "a b", "\"c\""));

        Assert.Equal("good morning, a b and \"c\"", (await app.WaitForLineAsync("printer", "good morning")).Content);
    }

    [Fact]
    public async Task Variable_OfALaterCall_Wins()
    {
        var resource = _builder.AddIdle("x").WithEnvironment("V", "first").WithEnvironment("V", "second");

        Assert.Equal("second", (await EnvironmentOfAsync(resource))["V"]);
    }

    [Fact]
    public async Task Variable_WithoutValue_IsEmpty()
    {
        var resource = _builder.AddIdle("x").WithEnvironment("V", (string?)null);

        Assert.Equal("", (await EnvironmentOfAsync(resource))["V"]);
    }

    [Fact]
    public async Task Callback_IsAskedAtEachStart()
    {
        var starts = 0;
        await using var app = await TestApplication.StartAsync(b => b.AddShell("one", "echo run $RUN").WithEnvironment("RUN", () => $"{++starts}"));
        await app.WaitForLineAsync("one", "run 1");

        await app.App.ResourceCommands.ExecuteCommandAsync("one", KnownResourceCommands.RestartCommand, TestApplication.Deadline);

        await app.WaitForLineAsync("one", "run 2");
    }

    [Fact]
    public async Task Parameter_GivesItsValue()
    {
        var parameter = _builder.AddParameter("registries", "docker.io,gcr.io");
        var resource = _builder.AddIdle("x").WithEnvironment("LIST", parameter);

        Assert.Equal("docker.io,gcr.io", (await EnvironmentOfAsync(resource))["LIST"]);
    }

    [Fact]
    public async Task Endpoint_GivesItsUrl()
    {
        var server = _builder.AddIdle("server").WithHttpsEndpoint(port: 12345, name: "api");
        var client = _builder.AddIdle("client").WithEnvironment("SERVER", server.GetEndpoint("api"));

        Assert.Equal("https://localhost:12345", (await EnvironmentOfAsync(client))["SERVER"]);
    }

    [Fact]
    public async Task Reference_IsForServiceDiscovery()
    {
        var server = _builder.AddProject("server", "server.csproj", o => o.ExcludeLaunchProfile = true)
            .WithHttpEndpoint(port: 12345, name: "api")
            .WithHttpEndpoint(port: 12346, name: "management");
        var client = _builder.AddIdle("client").WithReference(server);

        var environment = await EnvironmentOfAsync(client);

        Assert.Equal("http://localhost:12345", environment["services__server__api__0"]);
        Assert.Equal("http://localhost:12346", environment["services__server__management__0"]);
    }

    [Fact]
    public async Task Environment_OfTheHost_IsInherited_ExceptItsLaunchProfile()
    {
        System.Environment.SetEnvironmentVariable("ASPNETCORE_URLS", "http://localhost:1");
        try
        {
            var environment = await EnvironmentOfAsync(_builder.AddIdle("x"));

            Assert.Equal(System.Environment.GetEnvironmentVariable("PATH"), environment["PATH"]);
            Assert.DoesNotContain("ASPNETCORE_URLS", environment);
        }
        finally
        {
            System.Environment.SetEnvironmentVariable("ASPNETCORE_URLS", null);
        }
    }

    [Fact]
    public void Annotation_ReplacesEarlierOnesOfItsType_IfToldTo()
    {
        var resource = _builder.AddIdle("x").WithHttpEndpoint(name: "api");

        resource
            .WithAnnotation(new WaitAnnotation(resource.Resource, WaitType.WaitUntilStarted))
            .WithAnnotation(new WaitAnnotation(resource.Resource, WaitType.WaitForCompletion), ResourceAnnotationMutationBehavior.Replace);

        Assert.Equal(WaitType.WaitForCompletion, Assert.Single(resource.Resource.Annotations.OfType<WaitAnnotation>()).WaitType);
        Assert.True(resource.GetEndpoint("api").Exists);
    }

    private async Task<IReadOnlyDictionary<string, string>> EnvironmentOfAsync(IResourceBuilder<IResource> resource)
    {
        PortAllocation.Allocate(_builder.Resources);
        return (await new ProcessSpecFactory(appHost: null).CreateAsync(resource.Resource, TestApplication.Deadline)).Environment;
    }
}
