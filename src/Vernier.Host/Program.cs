using Vernier.Host;
using Vernier.Host.Commands;

// Before types of other assemblies are loaded.
return OpenFileLimit.Check() ? await HostCommandLine.RunAsync(args).ConfigureAwait(false) : 1;
