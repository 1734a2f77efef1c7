using Aspire.Hosting.Testing;

namespace Bouncer.Aspire.Embedded.Tests.Testing;

public class TestingBuilderTests
{
    [Fact]
    public async Task AppHost_IsDescribedByItsMainProgram_AndStartedByTheTest()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Aspire_Embedded_TestApp>(TestApplication.Deadline);
        Assert.Equal("shell", Assert.Single(builder.Resources).Name);
        Assert.Equal(Projects.Aspire_Embedded_TestApp.ProjectPath, builder.AppHostDirectory);

        await using var app = await builder.BuildAsync(TestApplication.Deadline);
        Assert.True(app.ResourceNotifications.TryGetCurrentState("shell", out var before));
        Assert.Equal(KnownResourceStates.NotStarted, before.Snapshot.State?.Text);

        await app.StartAsync(TestApplication.Deadline);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("shell", TestApplication.Deadline);
    }

    [Fact]
    public async Task Arguments_AreConfiguration()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Aspire_Embedded_TestApp>(
            ["--colour", "green"], TestApplication.Deadline);

        Assert.Equal("green", builder.Configuration["colour"]);
    }

    [Fact]
    public async Task Endpoints_AreReachedByName()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddService("web").WithEnvironment("MESSAGE", "hello"));
        await app.States.WaitForResourceHealthyAsync("web", TestApplication.Deadline);

        using var client = app.App.CreateHttpClient("web");

        Assert.Equal("hello", await client.GetStringAsync("/", TestApplication.Deadline));
        Assert.Equal(client.BaseAddress, app.App.GetEndpoint("web", "http"));
    }

    [Theory]
    [InlineData("wob", null, "There is no resource 'wob' with endpoints. (Parameter 'resourceName')")]
    [InlineData("web", "admission", "'web' has no endpoint 'admission'. (Parameter 'endpointName')")]
    public async Task UnknownNames_AreNamed(string resource, string? endpoint, string message)
    {
        await using var app = await TestApplication.StartAsync(b => b.AddIdle("web").WithHttpEndpoint());

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => app.App.GetEndpoint(resource, endpoint)).Message);
    }

    [Fact]
    public async Task AssemblyWithoutMainProgram_IsAnError()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => DistributedApplicationTestingBuilder.CreateAsync<Uri>(TestApplication.Deadline));

        Assert.Equal("System.Private.Uri has no main program. Name a type of the AppHost's assembly.", error.Message);
    }

    [Fact]
    public async Task MainProgramThatBuildsNothing_IsAnError()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => DistributedApplicationTestingBuilder.CreateAsync<Projects.Aspire_Embedded_TestApp>(["nothing"], TestApplication.Deadline));

        Assert.Equal("The main program of Bouncer.Aspire.Embedded.TestApp ended without building an application.", error.Message);
    }

    [Fact]
    public async Task MainProgramThatFails_IsReported()
    {
        // As a web service the test app fails at once, for want of a port.
        await Assert.ThrowsAsync<ArgumentNullException>(
            () => DistributedApplicationTestingBuilder.CreateAsync<Projects.Aspire_Embedded_TestApp>(["serve"], TestApplication.Deadline));
    }
}
