using System.CommandLine;
using Bouncer.Cli.Cluster;

namespace Bouncer.Cli.Doctor;

/// <summary><c>bouncer doctor</c>: looks for what is wrong with an installation.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var kubeconfig = ClusterConnection.KubeconfigOption();
        var @namespace = new Option<string>("--namespace", "-n") { Description = "The namespace of the Webhook.", HelpName = "name", DefaultValueFactory = _ => Names.Namespace };
        var secret = new Option<string>("--secret") { Description = "The Secret with its certificate.", HelpName = "name", DefaultValueFactory = _ => Names.Secret };
        var server = new Option<Uri>("--server") { Description = "The URL by which the API server calls it. Without it: what the kubeconfig of --admission-config says.", HelpName = "url", CustomParser = ServerOption.Parse };
        var admission = new Option<string>("--admission-config") { Description = "The API server's AdmissionConfiguration, on its host.", HelpName = "file" };
        var output = new Option<string>("--output", "-o") { Description = "How to print the findings.", HelpName = "text|json", DefaultValueFactory = _ => "text" };
        output.Validators.Add(Arguments.OneOf("--output", "text", "json"));

        var command = new Command("doctor", "Checks an installation: certificates, what the API server is told, which changes it asks about, and what gets by. Changes nothing. Exit code 0: all is well; 1: there are warnings; 2: there are problems, or the command line is wrong.")
        {
            kubeconfig, @namespace, secret, server, admission, output,
        };
        command.SetAction((parsed, cancellationToken) => new DoctorAction(
            new(
                parsed.GetValue(kubeconfig),
                parsed.GetValue(@namespace)!,
                parsed.GetValue(secret)!,
                parsed.GetValue(server),
                parsed.GetValue(admission),
                parsed.GetValue(output) == "json"),
            terminal,
            TimeProvider.System).RunAsync(cancellationToken));
        return command;
    }
}
