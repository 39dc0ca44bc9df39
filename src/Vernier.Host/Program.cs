using System.CommandLine;
using Vernier.Host.Commands;

var root = new RootCommand("Vernier: complete systems with their Prometheus metrics. Without a command it serves them.");
ServeCommand.AddTo(root);
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
