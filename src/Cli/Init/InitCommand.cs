using System.CommandLine;
using Bouncer.Cli.Cluster;
using Bouncer.Cli.Init.ApiServer;
using Bouncer.Cli.Init.Signing;

namespace Bouncer.Cli.Init;

/// <summary><c>bouncer init</c>: installs what the API server needs to ask the Webhook.</summary>
internal static class InitCommand
{
    private const int MaxTtl = 1800;

    public static Command Create(Terminal terminal)
    {
        var kubeconfig = ClusterConnection.KubeconfigOption();
        var @namespace = Text("--namespace", "The namespace of the Webhook.", "name", Names.Namespace);
        @namespace.Aliases.Add("-n");
        var service = Text("--service", "The name of its Service, which its certificate carries.", "name", Names.Service);
        var secret = Text("--secret", "The Secret that its Deployment mounts.", "name", Names.Secret);
        var signer = Text("--signer", "Who signs the certificate.", "name", SignerReasons.KubeletServing);
        var commonName = new Option<string>("--common-name") { Description = "The subject's CN. Without it: system:node:SERVICE.NAMESPACE.pod.cluster.local, which the kubelet-serving signer wants.", HelpName = "name" };
        var organization = Text("--organization", "The subject's O, of which the kubelet-serving signer wants this one.", "name", SignerReasons.NodesOrganization);
        var hosts = new Option<string[]>("--host") { Description = "A further DNS name or address that the certificate is to carry. Those of the Service and of --server are in it anyway.", HelpName = "name|address" };
        var server = new Option<Uri>("--server")
        {
            Description = "The URL by which the API server calls the Webhook. Its host has to resolve the name.",
            HelpName = "url",
            DefaultValueFactory = _ => new(Names.Server),
            CustomParser = ServerOption.Parse,
        };
        var approve = new Option<bool>("--approve") { Description = "Approve the request. Without it, bouncer init waits until somebody does." };
        var timeout = new Option<int>("--timeout") { Description = "How long to wait for the certificate.", HelpName = "seconds", DefaultValueFactory = _ => 300 };
        var renew = new Option<bool>("--renew") { Description = "Replace a certificate that is still good." };
        var renewBefore = new Option<int?>("--renew-before") { Description = "How long before its end a certificate is replaced. Without it: 30 days, or a third of its life if that is shorter.", HelpName = "days" };
        var folder = Text("--folder", "Where the API server's files go, on its host.", "folder", Names.Folder);
        var authority = Text("--certificate-authority", "The authority behind the signer, on the API server's host.", "file", "/etc/kubernetes/pki/ca.crt");
        var clientCertificate = Text("--client-certificate", "The certificate that the API server shows the Webhook.", "file", "/etc/kubernetes/pki/apiserver.crt");
        var clientKey = Text("--client-key", "The key of that certificate.", "file", "/etc/kubernetes/pki/apiserver.key");
        var allowTtl = new Option<int>("--allow-ttl") { Description = "How long the API server remembers that images are allowed: so long does a stricter policy not count for them.", HelpName = "seconds", DefaultValueFactory = _ => ApiServerFiles.AllowTtl };
        var denyTtl = new Option<int>("--deny-ttl") { Description = "How long it remembers that they are refused: so long does a mended policy not count for them.", HelpName = "seconds", DefaultValueFactory = _ => ApiServerFiles.DenyTtl };
        var staticPod = new Option<string>("--static-pod") { Description = "The manifest of kube-apiserver to change, such as /etc/kubernetes/manifests/kube-apiserver.yaml. Without it, the change is printed.", HelpName = "file" };
        var force = new Option<bool>("--force") { Description = "Change the manifest even if the Webhook does not answer. No Pod can be created until it does." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, and do nothing." };
        var undo = new Option<bool>("--undo") { Description = "Take everything back that bouncer init has made." };
        allowTtl.Validators.Add(Arguments.Between("--allow-ttl", 1, MaxTtl));
        denyTtl.Validators.Add(Arguments.Between("--deny-ttl", 1, MaxTtl));
        timeout.Validators.Add(Arguments.Between("--timeout", 0, 86_400));
        renewBefore.Validators.Add(Arguments.Between("--renew-before", 0, 3_650));

        var command = new Command("init", "Has the Webhook's certificate signed by the cluster, stores it, and writes what the API server needs to ask the Webhook. Run it on the API server's host. Run again, it changes only what is not as it should be, and replaces a certificate that is near its end. Exit code 0: it is done, or there was nothing to do; 1: something could not be done; 2: the command line is wrong.")
        {
            kubeconfig, @namespace, service, secret, signer, commonName, organization, hosts, server, approve, timeout, renew, renewBefore,
            folder, authority, clientCertificate, clientKey, allowTtl, denyTtl, staticPod, force, dryRun, undo,
        };
        command.SetAction((parsed, cancellationToken) => new InitAction(
            new()
            {
                Kubeconfig = parsed.GetValue(kubeconfig),
                Namespace = parsed.GetValue(@namespace)!,
                Service = parsed.GetValue(service)!,
                Secret = parsed.GetValue(secret)!,
                Signer = parsed.GetValue(signer)!,
                CommonName = parsed.GetValue(commonName),
                Organization = parsed.GetValue(organization)!,
                Hosts = parsed.GetValue(hosts) ?? [],
                Server = parsed.GetValue(server)!,
                Approve = parsed.GetValue(approve),
                Timeout = TimeSpan.FromSeconds(parsed.GetValue(timeout)),
                Renew = parsed.GetValue(renew),
                RenewBefore = parsed.GetValue(renewBefore) is { } days ? TimeSpan.FromDays(days) : null,
                Folder = Path.GetFullPath(parsed.GetValue(folder)!),
                AuthorityFile = Path.GetFullPath(parsed.GetValue(authority)!),
                ClientCertificateFile = Path.GetFullPath(parsed.GetValue(clientCertificate)!),
                ClientKeyFile = Path.GetFullPath(parsed.GetValue(clientKey)!),
                AllowTtl = parsed.GetValue(allowTtl),
                DenyTtl = parsed.GetValue(denyTtl),
                StaticPod = parsed.GetValue(staticPod),
                Force = parsed.GetValue(force),
                DryRun = parsed.GetValue(dryRun),
                Undo = parsed.GetValue(undo),
            },
            terminal,
            TimeProvider.System).RunAsync(cancellationToken));
        return command;
    }

    private static Option<string> Text(string name, string description, string helpName, string value)
        => new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => value };
}
