using Bouncer.Aspire.Embedded.TestApp;

// "serve": a little web service. Anything else: an AppHost.
return args is ["serve"] ? await TestService.RunAsync() : TestAppHost.Run(args);
