using System.Net;
using Bouncer.Dashboard.Options;

namespace Bouncer.Dashboard.Tests.Options;

public class CommandLineTests
{
    [Fact]
    public void WithoutOptions_OnlyThisMachineIsServed_OnTheUsualPorts()
    {
        var options = Read();

        Assert.Equal(IPAddress.Loopback, options.Bind);
        Assert.Equal((18888, 18889, 4317, 4318), (options.Port, options.ManagementPort, options.GrpcPort, options.HttpPort));
        Assert.Equal((256L << 20, 8 << 20, 32 << 20), (options.Memory, options.MaxRequest, options.ForwardQueue));
        Assert.Null(options.Forward);
        Assert.Null(options.ApiKey);
    }

    [Fact]
    public void Options_ComeFromArgumentsAndEnvironment_AndArgumentsWin()
    {
        var environment = new Dictionary<string, string>
        {
            ["BOUNCER_DASHBOARD_MEMORY"] = "64",
            ["BOUNCER_DASHBOARD_OTLP_API_KEY"] = "0123456789abcdef",
            ["BOUNCER_DASHBOARD_BIND"] = "0.0.0.0",
            ["BOUNCER_DASHBOARD_FORWARD"] = "http://collector:4318/base",
            ["BOUNCER_DASHBOARD_FORWARD_HEADERS"] = "authorization=Basic YQ==,x-tenant=a",
        };

        var options = CommandLine.Read(CommandLine.Command.Parse(["--memory=128"]), environment.GetValueOrDefault, out var problems);

        Assert.Empty(problems);
        Assert.Equal((128L << 20, "0123456789abcdef", IPAddress.Any), (options.Memory, options.ApiKey, options.Bind));
        Assert.Equal(new Uri("http://collector:4318/base"), options.Forward);
        Assert.Equal([new("authorization", "Basic YQ=="), new("x-tenant", "a")], options.ForwardHeaders);
    }

    [Theory]
    [InlineData("--bind (BOUNCER_DASHBOARD_BIND) is 0.0.0.0, which others can reach, and anybody could send telemetry. Set --otlp-api-key (BOUNCER_DASHBOARD_OTLP_API_KEY) as well.", "--bind=0.0.0.0")]
    [InlineData("--otlp-api-key (BOUNCER_DASHBOARD_OTLP_API_KEY) has 5 characters. Write at least 16.", "--otlp-api-key=short")]
    [InlineData("--port (BOUNCER_DASHBOARD_PORT) and --otlp-http-port (BOUNCER_DASHBOARD_OTLP_HTTP_PORT) are all 4318. Choose a port for each.", "--port=4318")]
    [InlineData("--memory (BOUNCER_DASHBOARD_MEMORY) is \"15\". Write a number from 16 to 65536.", "--memory=15")]
    [InlineData("--max-request (BOUNCER_DASHBOARD_MAX_REQUEST) is 9, and --memory (BOUNCER_DASHBOARD_MEMORY) 16. Hold at least twice as much as one request may have.", "--memory=16", "--max-request=9")]
    [InlineData("--forward (BOUNCER_DASHBOARD_FORWARD) is \"collector:4318\". Write an address such as http://collector:4318; the path /v1/traces is added.", "--forward=collector:4318")]
    [InlineData("--forward (BOUNCER_DASHBOARD_FORWARD) is \"http://localhost:4318/\", which is this dashboard. Name another endpoint.", "--forward=http://localhost:4318/")]
    [InlineData("--forward-headers (BOUNCER_DASHBOARD_FORWARD_HEADERS) goes with an endpoint. Set --forward (BOUNCER_DASHBOARD_FORWARD).", "--forward-headers=a=b")]
    [InlineData("--forward-headers (BOUNCER_DASHBOARD_FORWARD_HEADERS) has an entry without a name. Write name=value, divided by commas.", "--forward-headers==secret")]
    public void Mistake_IsNamedWithItsRemedy(string problem, params string[] arguments)
    {
        CommandLine.Read(CommandLine.Command.Parse(arguments), _ => null, out var problems);

        Assert.Equal([problem], problems);
    }

    private static DashboardOptions Read(params string[] arguments)
    {
        var options = CommandLine.Read(CommandLine.Command.Parse(arguments), _ => null, out var problems);
        Assert.Empty(problems);
        return options;
    }
}
