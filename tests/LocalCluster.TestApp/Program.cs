using Bouncer.LocalCluster;

await using var cluster = await ControlPlane.StartAsync();
Console.WriteLine(cluster.KubeconfigFile);
await Task.Delay(Timeout.Infinite);
