using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bouncer.Cli.Certificates;
using Bouncer.Cli.Cluster;
using Bouncer.Cli.Objects;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Init.Signing;

/// <summary>The Webhook's certificate: signed by the cluster, and stored where its Deployment mounts it.</summary>
internal sealed class CertificateStep(ApiClient client, InitOptions options, Journal journal, TimeProvider time)
{
    private readonly SigningRequests _requests = new(client, options, journal, time);

    private string Secret => $"Secret {options.Namespace}/{options.Secret}";

    /// <summary>Makes the Secret, unless it is there and good.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var found = await client.FindAsync(Resources.Secrets, options.Namespace, options.Secret, cancellationToken);
        var why = found is null ? "there is none" : StoredCertificate.WhyNotGood(found, options.Subject.Hosts, options.RenewBefore, time.GetUtcNow());
        if (found is not null && why is null && !options.Renew)
        {
            journal.Unchanged($"{Secret}: {StoredCertificate.Describe(StoredCertificate.Read(found)![0])}");
            return;
        }

        if (found is not null && !found.IsOurs())
        {
            throw new InitException(
                $"There is a {Secret} that bouncer init did not make{(why is null ? "" : $", and {why}")}. Leave it to whoever made it, or delete it: kubectl --namespace {options.Namespace} delete secret {options.Secret}");
        }

        if (options.DryRun)
        {
            journal.Tell(Verb.Create, $"CertificateSigningRequest {options.SigningRequest} for signer {options.Signer}, CN {options.Subject.CommonName}, O {options.Subject.Organization}");
            journal.Tell(Verb.Store, $"{Secret} for {string.Join(", ", options.Subject.Hosts)}{(found is null || why is null ? "" : $": {why}")}");
            return;
        }

        await SignAndStoreAsync(found, cancellationToken);
    }

    /// <summary>Removes the Secret and the request, as far as we made them.</summary>
    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        var found = await client.FindAsync(Resources.Secrets, options.Namespace, options.Secret, cancellationToken);
        if (found is null || !found.IsOurs())
        {
            journal.Unchanged($"{Secret} {(found is null ? "is not there" : "was not made by bouncer init and stays")}");
        }
        else
        {
            await journal.DoAsync(
                Verb.Remove, Secret, () => client.DeleteAsync(Resources.Secrets, options.Namespace, options.Secret, found.Uid(), cancellationToken));
        }

        await _requests.RemoveAsync(cancellationToken);
    }

    private async Task SignAndStoreAsync(RegoObject? found, CancellationToken cancellationToken)
    {
        using var key = PendingKey();
        var pem = await _requests.SignAsync(key, cancellationToken);
        var signed = CertificateReader.TryRead(pem) ?? throw new InitException($"{options.Signer} has answered with something that is no certificate. Ask who runs it.");
        Check(signed, key);

        var document = (found ?? StructuredText.Object(
            ("apiVersion", StructuredText.Text("v1")),
            ("kind", StructuredText.Text("Secret")),
            ("type", StructuredText.Text("kubernetes.io/tls")),
            ("metadata", Ownership.Metadata(options.Secret))))
            .With(("data", StoredCertificate.Data(pem, key.ExportPkcs8PrivateKeyPem() + "\n")));
        await (found is null
            ? client.CreateAsync(Resources.Secrets, options.Namespace, document, cancellationToken)
            : client.UpdateAsync(Resources.Secrets, options.Namespace, document, cancellationToken));
        journal.Tell(Verb.Store, $"{Secret}: {StoredCertificate.Describe(signed[0])}");
        PrivateFile.Remove(options.PendingKeyFile);
    }

    /// <summary>The key of a run that did not come to its end, or a new one. It is kept until the certificate is there: approval may
    /// take days.</summary>
    private ECDsa PendingKey()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (PrivateFile.Read(options.PendingKeyFile) is { } kept)
        {
            try
            {
                key.ImportFromPem(kept);
                return key;
            }
            catch (Exception e) when (e is CryptographicException or ArgumentException)
            {
                // Whatever it is, there is no certificate of it.
            }
        }

        PrivateFile.Write(options.PendingKeyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        return key;
    }

    private void Check(X509Certificate2Collection signed, ECDsa key)
    {
        using var signedKey = signed[0].GetECDsaPublicKey();
        if (signedKey is null || !signedKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
        {
            throw new InitException($"The certificate in CertificateSigningRequest {options.SigningRequest} is of another key. Delete the request and run bouncer init again: kubectl delete csr {options.SigningRequest}");
        }

        if (options.Subject.Hosts.Where(h => !CertificateReader.Carries(signed[0], h)).ToList() is { Count: > 0 } missing)
        {
            throw new InitException($"{options.Signer} has left out {string.Join(", ", missing)} of the certificate. Name a signer that takes them with --signer.");
        }

        var authorities = CertificateReader.TryRead(PrivateFile.Read(options.AuthorityFile) ?? "");
        if (authorities is not null && CertificateReader.WhyNotTrusted(signed[0], signed, authorities) is { } why)
        {
            throw new InitException($"The API server would not trust the certificate: {why}. Name the file of the authority behind {options.Signer} with --certificate-authority.");
        }
    }
}
