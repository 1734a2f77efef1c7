using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Endpoints;
using Aspire.Hosting.Orchestration;

namespace Bouncer.Aspire.Embedded.Tests.Endpoints;

public class EndpointTests
{
    private readonly IDistributedApplicationBuilder _builder = TestApplication.CreateBuilder();

    [Fact]
    public void EndpointsWithoutPort_GetDifferentFreePorts()
    {
        var resource = _builder.AddIdle("x");
        for (var i = 0; i < 50; i++)
        {
            resource.WithHttpEndpoint(name: $"e{i}");
        }

        PortAllocation.Allocate(_builder.Resources);

        var ports = Enumerable.Range(0, 50).Select(i => resource.GetEndpoint($"e{i}").Port).ToArray();
        Assert.Equal(50, ports.Distinct().Count());
        Assert.All(ports, p => Assert.InRange(p, PortAllocation.FirstPort, PortAllocation.LastPort));
    }

    [Fact]
    public async Task Env_TellsTheProcessItsPort()
    {
        var resource = _builder.AddIdle("x")
            .WithHttpsEndpoint(port: 30020, name: "admission", env: "ADMISSION_PORT", isProxied: false)
            .WithHttpEndpoint(name: "management", env: "MANAGEMENT_PORT");
        PortAllocation.Allocate(_builder.Resources);

        var spec = await new ProcessSpecFactory(appHost: null).CreateAsync(resource.Resource, TestApplication.Deadline);

        Assert.Equal("30020", spec.Environment["ADMISSION_PORT"]);
        Assert.Equal(resource.GetEndpoint("management").Port.ToString(CultureInfo.InvariantCulture), spec.Environment["MANAGEMENT_PORT"]);
    }

    [Fact]
    public void Url_BeforeTheStart_IsAnError()
    {
        var endpoint = _builder.AddIdle("x").WithHttpEndpoint(name: "api").GetEndpoint("api");

        Assert.False(endpoint.IsAllocated);
        var error = Assert.Throws<InvalidOperationException>(() => endpoint.Url);
        Assert.Equal("Endpoint 'api' of 'x' has no port yet. Start the application first.", error.Message);
    }

    [Fact]
    public void UnknownEndpoint_IsAnErrorThatNamesTheKnownOnes()
    {
        var endpoint = _builder.AddIdle("x").WithHttpEndpoint(name: "api").WithHttpEndpoint(name: "management").GetEndpoint("ap");

        Assert.False(endpoint.Exists);
        var error = Assert.Throws<InvalidOperationException>(() => endpoint.Url);
        Assert.Equal("'x' has no endpoint 'ap'. Its endpoints: 'api', 'management'.", error.Message);
    }

    [Fact]
    public void TwoEndpointsOfOneName_AreAnError()
    {
        var resource = _builder.AddIdle("x").WithHttpEndpoint(name: "api");

        var error = Assert.Throws<DistributedApplicationException>(() => resource.WithHttpsEndpoint(name: "api"));
        Assert.Equal("'x' has two endpoints named 'api'. Give one of them another name.", error.Message);
    }

    [Fact]
    public void DifferentTargetPort_IsAnError()
    {
        var resource = _builder.AddIdle("x");

        var error = Assert.Throws<DistributedApplicationException>(() => resource.WithHttpEndpoint(port: 1001, targetPort: 1002, name: "api"));
        Assert.Equal("Endpoint 'api' of 'x' has port 1001 and target port 1002. The embedded host has no proxies: give one of them.", error.Message);
    }

    [Fact]
    public async Task PortInUse_FailsTheStart_WithAMessage()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        await using var app = await TestApplication.StartAsync(b => b.AddIdle("x").WithHttpEndpoint(port, name: "api"));
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.States.WaitForResourceHealthyAsync("x", TestApplication.Deadline));

        Assert.Equal(
            $"Stopped waiting for resource 'x' to become healthy because it failed to start: port {port} of endpoint 'api' is in use by another process. End that process or choose another port.",
            error.Message);
    }

    [Fact]
    public async Task PortOfAServiceThatWasStopped_CanBeUsedAtOnce()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddService("web"));
        await app.States.WaitForResourceHealthyAsync("web", TestApplication.Deadline);

        await app.App.ResourceCommands.ExecuteCommandAsync("web", KnownResourceCommands.RestartCommand, TestApplication.Deadline);

        await app.States.WaitForResourceHealthyAsync("web", TestApplication.Deadline);
    }
}
