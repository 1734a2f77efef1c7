using Bouncer.Webhook.Hosting;
using Bouncer.Webhook.Options;
using Bouncer.ServiceDefaults;

var parsed = CommandLine.Command.Parse(args);
if (parsed.Action is not null)
{
    // --help or --version
    return parsed.Invoke();
}

var options = CommandLine.Read(parsed, Environment.GetEnvironmentVariable, out var mistakes);
var problems = mistakes.ToList();
var files = StartupFiles.Read(options, TimeProvider.System, problems);
if (files is null)
{
    foreach (var problem in problems)
    {
        Console.Error.WriteLine(problem);
    }

    Console.Error.WriteLine($"{WebhookApp.Identity.Name} cannot start. See --help.");
    return 2;
}

await using var app = WebhookApp.Build(options, files);
return await ServiceHost.RunAsync(app, WebhookApp.Identity, $"{Settings.Port.Label}, {Settings.ManagementPort.Label} and {Settings.Bind.Label}");
