using Bouncer.Dashboard.Hosting;
using Bouncer.Dashboard.Options;
using Bouncer.ServiceDefaults;

var parsed = CommandLine.Command.Parse(args);
if (parsed.Action is not null)
{
    // --help or --version
    return parsed.Invoke();
}

var options = CommandLine.Read(parsed, Environment.GetEnvironmentVariable, out var problems);
if (problems.Count > 0)
{
    foreach (var problem in problems)
    {
        Console.Error.WriteLine(problem);
    }

    Console.Error.WriteLine($"{DashboardApp.Identity.Name} cannot start. See --help.");
    return 2;
}

await using var app = DashboardApp.Build(options);
return await ServiceHost.RunAsync(
    app,
    DashboardApp.Identity,
    $"{Settings.Port.Label}, {Settings.GrpcPort.Label}, {Settings.HttpPort.Label}, {Settings.ManagementPort.Label} and {Settings.Bind.Label}");
