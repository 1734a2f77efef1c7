using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bouncer.Cli.Cluster;
using Bouncer.Cli.Objects;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Init.Signing;

/// <summary>The CertificateSigningRequest: made, approved, and waited for.</summary>
internal sealed class SigningRequests(ApiClient client, InitOptions options, Journal journal, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>What the kubelet-serving signer wants, no more and no less.</summary>
    private static readonly string[] s_usages = ["digital signature", "key encipherment", "server auth"];

    private string Name => options.SigningRequest;

    /// <summary>Has a key's certificate signed and gives it, PEM.</summary>
    /// <exception cref="InitException">It was refused, or nobody signs it.</exception>
    public async Task<string> SignAsync(ECDsa key, CancellationToken cancellationToken)
    {
        var request = await EnsureAsync(key, cancellationToken);
        if (!Conditions(request).Any(c => c.TextAt("type") == "Approved"))
        {
            if (options.Approve)
            {
                await ApproveAsync(request, cancellationToken);
            }
            else
            {
                journal.Say($"{Name} waits for its approval: kubectl certificate approve {Name}");
            }
        }

        return await WaitAsync(cancellationToken);
    }

    /// <summary>Removes the request, if we made it.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var found = await client.FindAsync(Resources.SigningRequests, "", Name, cancellationToken);
        if (found is null || !found.IsOurs())
        {
            journal.Unchanged($"CertificateSigningRequest {Name} {(found is null ? "is not there" : "was not made by bouncer init and stays")}");
        }
        else
        {
            await journal.DoAsync(
                Verb.Remove, $"CertificateSigningRequest {Name}", () => client.DeleteAsync(Resources.SigningRequests, "", Name, found.Uid(), cancellationToken));
        }
    }

    /// <summary>The request for the key: one of an earlier run that did not come to its end, or a new one.</summary>
    private async Task<RegoObject> EnsureAsync(ECDsa key, CancellationToken cancellationToken)
    {
        if (await client.FindAsync(Resources.SigningRequests, "", Name, cancellationToken) is { } found)
        {
            if (!found.IsOurs())
            {
                throw new InitException($"There is a CertificateSigningRequest {Name} that bouncer init did not make. Delete it: kubectl delete csr {Name}");
            }

            var pem = Encoding.UTF8.GetString(Bytes(found.TextAt("spec", "request")));
            if (!IsOver(found) && found.TextAt("spec", "signerName") == options.Signer && options.Subject.IsRequestedBy(pem, key))
            {
                journal.Unchanged($"CertificateSigningRequest {Name} of an earlier run");
                return found;
            }

            await client.DeleteAsync(Resources.SigningRequests, "", Name, found.Uid(), cancellationToken);
        }

        var created = await client.CreateAsync(Resources.SigningRequests, "", Document(options.Subject.Request(key)), cancellationToken);
        journal.Tell(Verb.Create, $"CertificateSigningRequest {Name} for signer {options.Signer}");
        return created;
    }

    private RegoObject Document(string request) => StructuredText.Object(
        ("apiVersion", StructuredText.Text(Resources.SigningRequests.ApiVersion)),
        ("kind", StructuredText.Text("CertificateSigningRequest")),
        ("metadata", Ownership.Metadata(Name)),
        ("spec", StructuredText.Object(
            ("request", StructuredText.Text(Convert.ToBase64String(Encoding.UTF8.GetBytes(request)))),
            ("signerName", StructuredText.Text(options.Signer)),
            ("usages", StructuredText.Array(s_usages.Select(StructuredText.Text))))));

    private async Task ApproveAsync(RegoObject request, CancellationToken cancellationToken)
    {
        var approved = StructuredText.Object(
            ("type", StructuredText.Text("Approved")),
            ("status", StructuredText.Text("True")),
            ("reason", StructuredText.Text("BouncerInit")),
            ("message", StructuredText.Text("Approved by bouncer init --approve.")));
        var status = StructuredText.Object(("conditions", StructuredText.Array([.. Conditions(request), approved])));
        await client.UpdateAsync(Resources.SigningRequests, "", request.With(("status", status)), cancellationToken, "approval");
        journal.Tell(Verb.Approve, $"CertificateSigningRequest {Name}");
    }

    private async Task<string> WaitAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var request = await client.FindAsync(Resources.SigningRequests, "", Name, cancellationToken)
                ?? throw new InitException($"Somebody has deleted CertificateSigningRequest {Name}. Run bouncer init again.");
            if (request.TextAt("status", "certificate") is { Length: > 0 } certificate)
            {
                return Encoding.UTF8.GetString(Bytes(certificate));
            }

            foreach (var condition in Conditions(request).Where(c => c.TextAt("status") is "True" or ""))
            {
                Check(condition);
            }

            if (time.GetElapsedTime(start) > options.Timeout)
            {
                throw new InitException(Impatient(Conditions(request).Any(c => c.TextAt("type") == "Approved")));
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    private void Check(RegoObject condition)
    {
        var words = (condition.TextAt("message") is { Length: > 0 } message ? message : condition.TextAt("reason")).TrimEnd('.');
        switch (condition.TextAt("type"))
        {
            case "Denied":
                throw new InitException($"CertificateSigningRequest {Name} was denied: {words}. Ask who denied it; the next run asks anew.");
            case "Failed":
                throw new InitException($"{options.Signer} does not sign CertificateSigningRequest {Name}: {words}. {SignerReasons.Remedy(options.Signer, words)}");
        }
    }

    private string Impatient(bool approved)
    {
        var seconds = options.Timeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return approved
            ? $"CertificateSigningRequest {Name} is approved and not signed after {seconds} s. Does anything sign for {options.Signer}? kube-controller-manager does for kubernetes.io/... if it has --cluster-signing-cert-file and --cluster-signing-key-file."
            : $"Nobody has approved CertificateSigningRequest {Name} within {seconds} s. Approve it with kubectl certificate approve {Name}, then run bouncer init again: it goes on with the same request.";
    }

    private static bool IsOver(RegoObject request) => Conditions(request).Any(c => c.TextAt("type") is "Denied" or "Failed");

    private static IEnumerable<RegoObject> Conditions(RegoObject request) => request.ListAt("status", "conditions").OfType<RegoObject>();

    private static byte[] Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : [];
    }
}
