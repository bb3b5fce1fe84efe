# The files of examples/ as jobs: a process of their own, an environment, no person, a log and an exit code. Each with the scopes
# that its header names, and with no more requests than it says.

BeforeDiscovery {
    $noProgram = -not $env:POSTHOGPS_SERVER_PROGRAM
    $noYaml = -not (Get-Command python3 -CommandType Application -ErrorAction Ignore) -or -not (python3 -c 'import yaml; print(1)' 2>$null)
    $files = (Get-ChildItem (Join-Path $PSScriptRoot '../../examples') -Filter *.ps1).Name
}

BeforeAll {
    . $PSScriptRoot/Server.ps1
    . (Join-Path $PSScriptRoot Shell.ps1)
    Import-Module $env:POSTHOGPS_MANIFEST -Force
    $root = Split-Path (Split-Path $PSScriptRoot)
    $examples = Join-Path $root 'examples'
    $runbooks = Get-Content (Join-Path $root 'docs/runbooks.md') -Raw
    # A job finds the module as people install it.
    $modules = Split-Path (Split-Path (Split-Path $env:POSTHOGPS_MANIFEST))
    # What the sandbox cannot repair: a bill and a wrong password.
    $beyondRepair = 'events-to-databricks', 'events-to-postgres'

    function Get-Header([string] $File, [string] $Field) {
        if ((Get-Content (Join-Path $examples $File) -Raw) -match "(?m)^# ${Field}: +(.+)$") { $Matches[1].Trim() }
    }

    # Exactly the scopes of the header.
    function Get-Key([string] $File) {
        'phx_scopes=' + (([regex]::Matches((Get-Header $File Needs), '\w+:(read|write)').Value | Sort-Object -Unique) -join ',')
    }

    # Runs something with variables that are gone afterwards.
    function Use-Environment([hashtable] $Variables, [scriptblock] $Work) {
        $before = @{}
        foreach ($name in $Variables.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $Variables[$name])
        }
        try { & $Work }
        finally { foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) } }
    }

    # Runs a file as a job: its log, its exit code, and how many requests it made.
    function Invoke-Runbook([string] $File, [string[]] $Arguments = @(), [hashtable] $Environment = @{}, [string] $From = (Join-Path $examples $File)) {
        # A failing job writes to the error stream of another process, which is no error of this one.
        $ErrorActionPreference = 'Continue'
        $variables = @{
            POSTHOG_PERSONAL_API_KEY = Get-Key $File
            POSTHOG_HOST             = $server.Address
            POSTHOG_PROJECT_ID       = '101'
            PSModulePath             = $modules
        }
        foreach ($name in $Environment.Keys) { $variables[$name] = $Environment[$name] }
        $null = Invoke-RestMethod "$($server.Address)/_sandbox/requests" -Method Delete
        $output = Use-Environment $variables { Invoke-Shell -File $From @Arguments 2>&1 | Out-String -Width 4096 }
        $exitCode = $LASTEXITCODE
        $output | Should -Not -BeLike '*phx_*' -Because 'no log holds a key'
        [pscustomobject]@{
            ExitCode = $exitCode
            Output   = $output
            # Errors are broken into lines behind a bar.
            Text     = ($output -split '\s+' -ne '' -ne '|') -join ' '
            # An array comes as one object.
            Requests = (Invoke-RestMethod "$($server.Address)/_sandbox/requests").Count
        }
    }

    # The header says how many requests a run makes at most when nothing is wrong, and not many more than it does make.
    function Assert-Cost($Result, [string] $File, [int] $Exports) {
        $cost = [regex]::Match((Get-Header $File Requests), '^at most (\d+)(?: and (\d+) for each export)?')
        $cost.Success | Should -BeTrue -Because "the header of $File says what it costs"
        $most = [int] $cost.Groups[1].Value + $(if ($cost.Groups[2].Success) { [int] $cost.Groups[2].Value * $Exports } else { 0 })
        $Result.Requests | Should -BeLessOrEqual $most -Because "$File says so"
        $Result.Requests | Should -BeGreaterOrEqual ($most / 3) -Because "$File says how much it costs, not how little"
    }

    # Azure Automation has this command, and the key is nowhere in the environment of the runbook.
    function Invoke-AzureRepair([string] $Key = (Get-Key Start-AzureRepair.ps1)) {
        $asset = New-Item -ItemType Directory (Join-Path $TestDrive 'asset') -Force
        Set-Content (Join-Path $asset key) $Key
        Set-Content (Join-Path $asset azure.ps1) @"
function global:Get-AutomationPSCredential(`$Name) {
    if (`$Name -ne 'posthog') { throw "no asset `$Name" }
    [pscredential]::new('posthog', (ConvertTo-SecureString (Get-Content '$asset/key') -AsPlainText -Force))
}
& '$(Join-Path $examples 'Start-AzureRepair.ps1')' -HostUri $($server.Address) -ProjectId 101
"@
        $none = @{ POSTHOG_PERSONAL_API_KEY = $null; POSTHOG_HOST = $null; POSTHOG_PROJECT_ID = $null }
        Invoke-Runbook Start-AzureRepair.ps1 -From (Join-Path $asset azure.ps1) -Environment $none
    }

    $units = @{}
    foreach ($unit in 'posthog-exports.service', 'posthog-exports.timer') {
        # A unit as sections with lists of settings.
        $sections = @{}
        foreach ($line in Get-Content (Join-Path $examples $unit)) {
            if ($line -match '^\[(\w+)\]$') { $section = $sections[$Matches[1]] = @{} }
            elseif ($line -match '^(\w+)=(.+)$') { $section[$Matches[1]] = @($section[$Matches[1]]) + $Matches[2] -ne $null }
            elseif ($line -and $line -notmatch '^#') { throw "$unit, not a setting: $line" }
        }
        $units[$unit] = $sections
    }
    $service = $units['posthog-exports.service'].Service
    $credentials = New-Item -ItemType Directory (Join-Path $TestDrive 'credentials')

    # What ExecStart starts, with the scripts of this repository and the environment of the unit.
    function Invoke-Service([string] $Key) {
        $name, $path = $service.LoadCredential[0] -split ':', 2
        if ($Key) { Set-Content (Join-Path $credentials $name) $Key } else { Remove-Item (Join-Path $credentials $name) -ErrorAction Ignore }
        $words = $service.ExecStart[0] -split ' '
        $words[0] | Should -Be '/usr/bin/pwsh'
        $words[1..3] | Should -Be '-NoProfile', '-NonInteractive', '-File'
        $variables = @{ POSTHOG_PERSONAL_API_KEY = $null; CREDENTIALS_DIRECTORY = $credentials.FullName }
        foreach ($pair in $service.Environment -like 'POSTHOG_*') { $variables[($pair -split '=', 2)[0]] = ($pair -split '=', 2)[1] }
        $variables.Keys | Should -Contain 'POSTHOG_HOST'
        $variables.Keys | Should -Contain 'POSTHOG_PROJECT_ID'
        $variables.POSTHOG_HOST = $server.Address
        $variables.POSTHOG_PROJECT_ID = '101'
        Invoke-Runbook (Split-Path $words[-1] -Leaf) -Environment $variables
    }

    # A person at the same server.
    function Connect-Person {
        $key = [System.Net.NetworkCredential]::new('', 'phx_person').SecurePassword
        Connect-PostHog -ApiKey $key -HostUri $server.Address -ProjectId 101
    }
}

Describe 'The files of examples' {
    It '<_> has a header, and the page about runbooks says the same' -ForEach $files {
        foreach ($field in 'Needs', 'Variables', 'Requests', 'Fails') {
            Get-Header $_ $field | Should -Not -BeNullOrEmpty -Because "the header of $_ has $field"
        }

        $begin = "| [``$_``](../examples/$_) | "
        $row = @($runbooks -split "`n" | Where-Object { $_.StartsWith($begin) })
        $row.Count | Should -Be 1 -Because "the table of docs/runbooks.md has a row for $_"
        $scopes = [regex]::Matches((Get-Header $_ Needs), '\w+:(read|write)').Value | Select-Object -Unique | ForEach-Object { '`' + $_ + '`' }
        $end = ' | {0} | {1} |' -f ($scopes -join ', '), (Get-Header $_ Requests)
        $row[0].TrimEnd().EndsWith($end) | Should -BeTrue -Because "the row ends with what the header says: $end"
    }
}

Describe 'Jobs that find what is wrong' -Skip:$noProgram {
    BeforeAll { $server = Open-Server '--speed', '1' }
    AfterAll { $server.Process.Kill() }

    Context 'Send-DailyReport.ps1' {
        BeforeAll {
            $sender = Join-Path $TestDrive 'Send-Ours.ps1'
            Set-Content $sender @'
param($Subject, $Body, $Attachments)
switch ($env:MAIL_IS_DOWN) {
    'throw' { throw 'mail server is down' }
    'error' { Write-Error 'mail server is down' -ErrorAction Continue; return }
    'exit' { 'mail server is down'; exit 3 }
}
Set-Content mail.txt $Subject, $Body, (Get-Item $Attachments).Length
'@
            Push-Location $TestDrive
        }

        AfterAll { Pop-Location }

        It 'hands subject, text and report to the command that sends' {
            $result = Invoke-Runbook Send-DailyReport.ps1 '-Path', 'report.html', '-SendWith', $sender
            $result.ExitCode | Should -Be 0 -Because $result.Output
            $mail = Get-Content mail.txt
            $mail[0] | Should -Match '^PostHog batch exports: \d+ of \d+ need attention$'
            $mail -match '^events-to-postgres: AutoPaused\. ' | Should -HaveCount 1
            [int] $mail[-1] | Should -BeGreaterThan 10000
            Get-Content report.html -Raw | Should -BeLike '*</html>*'
            Connect-Person
            Assert-Cost $result Send-DailyReport.ps1 @(Get-PHBatchExport).Count
        }

        It 'fails when the mail was not sent, and the log says so, where the command that sends ends with <_>' -ForEach 'throw', 'error', 'exit' {
            $result = Invoke-Runbook Send-DailyReport.ps1 '-SendWith', $sender -Environment @{ MAIL_IS_DOWN = $_ }
            $result.ExitCode | Should -Be 1
            $result.Text | Should -BeLike '*mail server is down*'
            $result.Output | Should -Match '(?m)^Not sent: '
            $result.Text | Should -BeLike '*the mail was not sent: *; the log says why.*'
            $result.Output | Should -Not -Match '(?m)^Sent with '
        }

        It 'mails what it could read, names what it could not, and fails' {
            Connect-Person
            $id = (Get-PHBatchExport events-to-minio).Id
            $fault = @{ kind = 'Status'; status = 403; method = 'GET'; path = "*$id/runs/*"; times = 0 }
            $null = Invoke-RestMethod "$($server.Address)/_sandbox/faults" -Method Post -Body ($fault | ConvertTo-Json)
            $result = Invoke-Runbook Send-DailyReport.ps1 '-Path', 'partial.html', '-SendWith', $sender
            $null = Invoke-RestMethod "$($server.Address)/_sandbox/faults" -Method Delete
            $result.ExitCode | Should -Be 1
            $result.Text | Should -BeLike '*1 batch exports could not be read*'
            Get-Content mail.txt -Raw | Should -BeLike '*Error: *'
        }
    }

    Context 'Compare-RowsWeekly.ps1' {
        It 'fails with the exports that lack rows and the next command' {
            $file = Join-Path $TestDrive 'rows.csv'
            $result = Invoke-Runbook Compare-RowsWeekly.ps1 '-Path', $file
            $result.ExitCode | Should -Be 1
            $result.Output | Should -Match '(?m)^    Next: (Start|Repair)-PHBatchExport'
            $result.Text | Should -Match '\d+ batch exports lack rows, and there were 0 errors'
            @(Import-Csv $file).Count | Should -BeGreaterThan 10
            Assert-Cost $result Compare-RowsWeekly.ps1 @(Import-Csv $file).Count
        }

        It 'names the scope that a key lacks' {
            $result = Invoke-Runbook Compare-RowsWeekly.ps1 '-Path', (Join-Path $TestDrive 'none.csv') -Environment @{
                POSTHOG_PERSONAL_API_KEY = 'phx_scopes=batch_export:read'
            }
            $result.ExitCode | Should -Be 1
            $result.Text | Should -BeLike '*query:read*'
        }

        It 'succeeds where all rows were exported' {
            $file = Join-Path $TestDrive 'good.csv'
            $good = @(Import-Csv (Join-Path $TestDrive 'rows.csv') | Where-Object State -EQ Match)[0]
            $good.BatchExportId | Should -Not -BeNullOrEmpty
            $result = Invoke-Runbook Compare-RowsWeekly.ps1 '-BatchExport', $good.BatchExportId, '-Path', $file
            $result.ExitCode | Should -Be 0 -Because $result.Output
            $result.Output | Should -Match "(?m)^$($good.BatchExportName): Match\. "
        }

        It 'changes nothing' {
            $sent = Invoke-RestMethod "$($server.Address)/_sandbox/requests"
            $sent.Count | Should -BeGreaterThan 0
            $sent | Where-Object { $_.method -ne 'GET' -and $_.path -notlike '*/query/*' } | Should -BeNullOrEmpty
        }
    }

    Context 'Send-HealthChange.ps1' {
        BeforeAll {
            # A webhook: keeps what it was sent, and answers as it is told.
            $hook = [hashtable]::Synchronized(@{ Status = 200; Once = 0; Bodies = [System.Collections.ArrayList]::Synchronized([System.Collections.ArrayList]::new()) })
            $listener = [System.Net.HttpListener]::new()
            do {
                $address = "http://127.0.0.1:$(Get-Random -Minimum 20000 -Maximum 60000)/secret-path-of-the-hook/"
                $listener.Prefixes.Clear()
                $listener.Prefixes.Add($address)
                try { $listener.Start() } catch { $listener = [System.Net.HttpListener]::new() }
            } until ($listener.IsListening)
            $loop = [powershell]::Create().AddScript({
                param($listener, $hook)
                while ($listener.IsListening) {
                    $context = $listener.GetContext()
                    $text = [System.IO.StreamReader]::new($context.Request.InputStream).ReadToEnd()
                    $status = if ($hook.Once) { $hook.Once } else { $hook.Status }
                    $hook.Once = 0
                    if ($status -eq 200) { $null = $hook.Bodies.Add(($text | ConvertFrom-Json).text) }
                    $context.Response.StatusCode = $status
                    $context.Response.Close()
                }
            }).AddArgument($listener).AddArgument($hook)
            $null = $loop.BeginInvoke()
            $state = Join-Path $TestDrive 'health.json'
            $run = { Invoke-Runbook Send-HealthChange.ps1 '-StatePath', $state -Environment @{ ALERT_WEBHOOK = $address } }
        }

        AfterAll {
            $listener.Stop()
            $loop.Dispose()
        }

        It 'a message that was refused keeps back no other, and is sent by the next run' {
            $hook.Once = 500
            $result = & $run
            $result.ExitCode | Should -Be 1
            $result.Text | Should -BeLike '*Not sent: events-to-*500*'
            $result.Output | Should -Not -BeLike '*secret-path*'
            $hook.Bodies.Count | Should -BeGreaterThan 0
            "$state.unsent" | Should -Exist
        }

        It 'sends one message for each export that is unhealthy, and none by the next run' {
            $result = & $run
            $result.ExitCode | Should -Be 0 -Because $result.Output
            $hook.Bodies -like 'events-to-postgres is AutoPaused. *' | Should -HaveCount 1
            $sent = $hook.Bodies.Count
            $result = & $run
            $result.ExitCode | Should -Be 0
            $result.Output.Trim() | Should -BeNullOrEmpty
            $hook.Bodies | Should -HaveCount $sent
            Assert-Cost $result Send-HealthChange.ps1 15
        }

        It 'sends one when it breaks, and one when it is healthy again' {
            $hook.Bodies.Clear()
            Connect-Person
            Suspend-PHBatchExport events-to-s3
            $null = & $run
            Resume-PHBatchExport events-to-s3
            $null = & $run
            $null = & $run
            $hook.Bodies | Should -HaveCount 2
            $hook.Bodies[0] | Should -BeLike 'events-to-s3 is PausedByUser (was Healthy). *Resume-PHBatchExport*'
            $hook.Bodies[1] | Should -BeLike 'events-to-s3 is Healthy (was PausedByUser). *'
        }

        It 'fails when nobody listens, without the address in the log' {
            Connect-Person
            Suspend-PHBatchExport events-to-s3
            $result = Invoke-Runbook Send-HealthChange.ps1 '-StatePath', $state -Environment @{ ALERT_WEBHOOK = 'http://127.0.0.1:9/secret-path-of-the-hook/' }
            Resume-PHBatchExport events-to-s3
            $result.ExitCode | Should -Be 1
            $result.Text | Should -BeLike '*Not sent: events-to-s3 is PausedByUser*'
            $result.Output | Should -Not -BeLike '*secret-path*'
        }

        It 'fails with the file and the next step when the file is damaged' {
            Set-Content $state '{'
            $result = & $run
            $result.ExitCode | Should -Be 1
            $result.Text | Should -BeLike '*cannot be used*Delete the file*'
            (Get-Content $state -Raw).Trim() | Should -Be '{'
        }
    }

    Context 'Sync-Exports.ps1 and github-batch-exports.yml' {
        BeforeAll {
            $repository = New-Item -ItemType Directory (Join-Path $TestDrive 'repository')
            Copy-Item (Join-Path $examples 'Sync-Exports.ps1') $repository
            Connect-Person
            Export-PHBatchExport -Path (Join-Path $repository 'exports')
            Push-Location $repository
            $workflow = Get-Content (Join-Path $examples 'github-batch-exports.yml') -Raw

            # The step of a job as GitHub's runner starts it: a line before its text, and one behind it.
            function Invoke-Step([string] $Name) {
                $block = [regex]::Match($workflow, "(?ms)^      - name: $Name\n(.*?)(?=^      - |^  \w|\z)").Groups[1].Value
                $line = [regex]::Match($block, '(?m)^        run: (.+)$').Groups[1].Value
                $line | Should -Not -BeNullOrEmpty -Because "the workflow has a step $Name"
                $step = Join-Path $TestDrive 'step.ps1'
                Set-Content $step "`$ErrorActionPreference = 'stop'`n$line`nif ((Test-Path -LiteralPath variable:\LASTEXITCODE)) { exit `$LASTEXITCODE }"
                $plan = if ($Name -eq 'Plan') { 'phx_scopes=batch_export:read,integration:read' } else { Get-Key Sync-Exports.ps1 }
                Invoke-Runbook Sync-Exports.ps1 -From $step -Environment @{ POSTHOG_PERSONAL_API_KEY = $plan; CI = 'true'; GITHUB_ACTIONS = 'true' }
            }
        }

        AfterAll { Pop-Location }

        It 'the workflow is YAML with the two jobs, and its actions are pinned' {
            $workflow | Should -Not -Match "`t"
            [regex]::Matches($workflow, '(?m)^  (\w+):\r?\n    if: github\.event_name').ForEach({ $_.Groups[1].Value }) | Should -Be 'plan', 'apply'
            [regex]::Matches($workflow, 'uses: (\S+)').ForEach({ $_.Groups[1].Value }) | Should -Match '@[0-9a-f]{40}$'
            [regex]::Matches($workflow, 'persist-credentials: false') | Should -HaveCount 2
        }

        It 'a parser of YAML reads the steps that are run here' -Skip:$noYaml {
            $read = python3 -c 'import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))' (Join-Path $examples 'github-batch-exports.yml') |
                ConvertFrom-Json
            $read.jobs.plan.steps[-1].name, $read.jobs.apply.steps[-1].name | Should -Be 'Plan', 'Apply'
            $read.jobs.plan.steps[-1].run | Should -Be './Sync-Exports.ps1 -Path exports -PlanOnly'
            $read.jobs.apply.steps[-1].run | Should -Be './Sync-Exports.ps1 -Path exports'
        }

        It 'a pull request that changes nothing has an empty plan' {
            $result = Invoke-Step Plan
            $result.ExitCode | Should -Be 0 -Because $result.Output
            $result.Output.Trim() | Should -Be '0 steps.'
            Assert-Cost $result Sync-Exports.ps1 15
        }

        It 'a pull request shows each step, and sends no write' {
            $file = Get-Item exports/events-to-s3.json
            Set-Content $file ((Get-Content $file -Raw) -replace '"interval": "hour"', '"interval": "day"')
            $result = Invoke-Step Plan
            $result.ExitCode | Should -Be 0 -Because $result.Output
            $result.Output | Should -Match '(?m)^Change: events-to-s3 \(.*events-to-s3\.json\)\. .*interval'
            (Invoke-RestMethod "$($server.Address)/_sandbox/requests").method | Sort-Object -Unique | Should -Be 'GET'
        }

        It 'the main branch is applied, once' {
            $result = Invoke-Step Apply
            $result.ExitCode | Should -Be 0 -Because $result.Output
            $result.Output | Should -Match '(?m)^Change: events-to-s3 .*Done'
            (Get-PHBatchExport events-to-s3).Interval | Should -Be 'day'
            $again = Invoke-Step Apply
            $again.ExitCode | Should -Be 0
            $again.Output.Trim() | Should -Be 'PostHog is as the files say.'
        }

        It 'a wrong file fails both, with its line' {
            Set-Content exports/wrong.json (('{ "$schema": "schemas/batch-export.1.json",', '"name": 5, "model": "events", "interval": "hour",',
                '"destination": { "type": "NoOp" } }') -join "`n")
            foreach ($name in 'Plan', 'Apply') {
                $result = Invoke-Step $name
                $result.ExitCode | Should -Be 1
                $result.Text | Should -BeLike '*wrong.json*line 2*'
            }
            Remove-Item exports/wrong.json
        }

        It 'a key that may only read applies nothing and says which scope it lacks' {
            Set-PHBatchExport events-to-s3 -Interval hour
            $result = Invoke-Runbook Sync-Exports.ps1 -Environment @{ POSTHOG_PERSONAL_API_KEY = 'phx_scopes=batch_export:read,integration:read' }
            $result.ExitCode | Should -Be 1
            $result.Text | Should -BeLike '*batch_export:write*'
        }
    }
}

Describe 'Jobs that repair' -Skip:$noProgram {
    # Its clock goes on by requests, however long a busy machine takes to start the jobs.
    BeforeAll { $server = Open-Server '--per-request', '60' }

    AfterAll { $server.Process.Kill() }

    Context 'while something is beyond repair' {
        It 'Repair-LastTwoDays.ps1 repairs the rest, fails, and says which and why' {
            $result = Invoke-Runbook Repair-LastTwoDays.ps1
            $result.ExitCode | Should -Be 1
            $result.Output | Should -Match '(?m)^events-to-postgres: AutoPaused\. .+\r?\n(?:    Repair: .+\r?\n)?    Next: '
            $result.Text | Should -BeLike "*Need attention: $($beyondRepair -join ', ')*"
        }

        It 'Repair-Rows.ps1 says in its log and its error when the mail server refuses, and still what is open' {
            # A port that nothing listens on.
            $closed = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
            $closed.Start()
            $port = $closed.LocalEndpoint.Port
            $closed.Stop()
            $result = Invoke-Runbook Repair-Rows.ps1 '-MailServer', '127.0.0.1', '-MailPort', $port, '-From', 'a@example.com', '-To', 'b@example.com'
            $result.ExitCode | Should -Be 1
            # The reason, and not the call that failed; the same again at the beginning of the error.
            $result.Output | Should -Match '(?m)^The mail was not sent: (?!Exception calling)'
            [regex]::Matches($result.Text, 'The mail was not sent: ').Count | Should -BeGreaterThan 1
            $result.Text | Should -BeLike '*The mail was not sent: *events-to-postgres: *'
        }

        It 'Start-AzureRepair.ps1 takes the key from a credential asset, fails, and says which' {
            $result = Invoke-AzureRepair
            $result.ExitCode | Should -Be 1
            $result.Text | Should -BeLike "*Need attention: $($beyondRepair -join ', '). Errors: 0.*"
        }

        It 'a key that is refused ends Start-AzureRepair.ps1' {
            $result = Invoke-AzureRepair phx_invalid
            $result.ExitCode | Should -Be 1
            $result.Requests | Should -Be 1
            $result.Output | Should -Match 'Recommendation'
        }

        It 'a key that is refused ends <_> before anything is repaired' -ForEach @(
            'Repair-LastTwoDays.ps1', 'Repair-Rows.ps1', 'Send-DailyReport.ps1', 'Compare-RowsWeekly.ps1', 'Sync-Exports.ps1'
        ) {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive "refused-$_")
            Push-Location $folder
            try {
                $arguments = @(if ($_ -eq 'Sync-Exports.ps1') { '-Path', '.' })
                $one = '{ "$schema": "schemas/batch-export.1.json", "name": "one", "model": "events", "interval": "hour", "destination": { "type": "NoOp" } }'
                if ($arguments) { Set-Content one.json $one }
                $result = Invoke-Runbook $_ $arguments -Environment @{ POSTHOG_PERSONAL_API_KEY = 'phx_invalid' }
            }
            finally { Pop-Location }
            $result.ExitCode | Should -Be 1
            $result.Requests | Should -BeLessOrEqual 2
            $result.Output | Should -Match 'Recommendation'
        }
    }

    Context 'where everything can be repaired' {
        BeforeAll {
            Connect-Person
            Remove-PHBatchExport $beyondRepair -Confirm:$false
        }

        It 'Repair-LastTwoDays.ps1 succeeds' {
            $result = Invoke-Runbook Repair-LastTwoDays.ps1
            $result.ExitCode | Should -Be 0 -Because $result.Output
            $result.Output | Should -Not -BeLike '*Need attention*'
        }

        It 'Start-AzureRepair.ps1 succeeds' {
            $result = Invoke-AzureRepair
            $result.ExitCode | Should -Be 0 -Because $result.Output
            $result.Output | Should -Match '(?m)^events-to-s3: (Complete|Repaired)\. '
        }

        It 'Repair-Rows.ps1 says of each export how its rows are' {
            (Invoke-Runbook Repair-Rows.ps1).Output | Should -Match '(?m)^events-to-s3: Match\. '
        }
    }

    Context 'Invoke-Maintenance.ps1' {
        BeforeAll {
            $state = Join-Path $TestDrive 'maintenance.json'
            Connect-Person
            Suspend-PHBatchExport events-to-minio
        }

        It 'pauses what runs, and says how to go on' {
            $result = Invoke-Runbook Invoke-Maintenance.ps1 '-Phase', 'Begin', '-BatchExport', 'events-to-s3', '-StatePath', $state
            $result.ExitCode | Should -Be 0 -Because $result.Output
            $result.Output | Should -Match '(?m)^Paused: events-to-s3'
            $result.Text | Should -BeLike '*Paused 1 of 1 batch exports. After the maintenance: *-Phase End -StatePath *'
            (Get-PHBatchExport events-to-s3).Paused | Should -BeTrue
            Assert-Cost $result Invoke-Maintenance.ps1 1
        }

        It 'pauses nothing when a name is wrong or a pattern matches nothing' {
            foreach ($wrong in 'events-to-nowhere', 'nowhere-*') {
                $step = Join-Path $TestDrive 'wrong.ps1'
                Set-Content $step "& '$(Join-Path $examples Invoke-Maintenance.ps1)' -Phase Begin -BatchExport events-to-s3, $wrong -StatePath '$TestDrive/wrong.json'"
                $result = Invoke-Runbook Invoke-Maintenance.ps1 -From $step
                $result.ExitCode | Should -Be 1
                $result.Text | Should -BeLike "*$wrong*"
                Join-Path $TestDrive 'wrong.json' | Should -Not -Exist
            }
        }

        It 'resumes exactly those in another shell, and fills the pause' {
            # Some hours of maintenance.
            $null = Invoke-RestMethod "$($server.Address)/_sandbox/clock/advance" -Method Post -Body '{"seconds": 14400}'
            $result = Invoke-Runbook Invoke-Maintenance.ps1 '-Phase', 'End', '-StatePath', $state
            $result.ExitCode | Should -Be 0 -Because $result.Output
            $result.Output | Should -Match '(?m)^Resumed: events-to-s3\. '
            (Get-PHBatchExport events-to-s3).Paused | Should -BeFalse
            (Get-PHBatchExport events-to-minio).Paused | Should -BeTrue
            (Find-PHBatchExportGap events-to-s3 -After -1d) | Should -BeNullOrEmpty
        }

        It 'a second end resumes nothing and says so' {
            $result = Invoke-Runbook Invoke-Maintenance.ps1 '-Phase', 'End', '-StatePath', $state
            $result.ExitCode | Should -Be 0 -Because $result.Output
            $result.Text | Should -BeLike '*contains no export to resume*Resumed 0 batch exports.*'
        }

        It 'fails without the file, and when a pause is refused' {
            $result = Invoke-Runbook Invoke-Maintenance.ps1 '-Phase', 'End', '-StatePath', (Join-Path $TestDrive 'none.json')
            $result.ExitCode | Should -Be 1
            $result.Text | Should -BeLike '*none.json*cannot be used*'
            $arguments = '-Phase', 'Begin', '-BatchExport', 'events-to-s3', '-StatePath', (Join-Path $TestDrive 'refused.json')
            $result = Invoke-Runbook Invoke-Maintenance.ps1 $arguments -Environment @{ POSTHOG_PERSONAL_API_KEY = 'phx_viewer' }
            $result.ExitCode | Should -Be 1
            $result.Text | Should -BeLike '*1 batch exports could not be paused*'
            (Get-PHBatchExport events-to-s3).Paused | Should -BeFalse
        }
    }

    Context 'systemd' {
        It 'the timer starts the service of its name, which has a time-out' {
            $units['posthog-exports.timer'].Timer.Keys | Should -Contain 'OnCalendar'
            $units['posthog-exports.timer'].Install.WantedBy | Should -Be 'timers.target'
            $service.Type | Should -Be 'oneshot'
            $service.Keys | Should -Contain 'TimeoutStartSec'
        }

        It 'systemd accepts both' -Skip:(-not (Get-Command systemd-analyze -ErrorAction Ignore)) {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'units')
            foreach ($unit in $units.Keys) {
                # The program need not be where this test runs.
                (Get-Content (Join-Path $examples $unit) -Raw) -replace '(?m)^ExecStart=\S+', 'ExecStart=/bin/sh' | Set-Content (Join-Path $folder $unit)
            }
            $said = systemd-analyze verify (Get-ChildItem $folder).FullName 2>&1 | Out-String
            $said -split "`n" -match 'posthog-exports' | Should -BeNullOrEmpty
        }

        It 'repairs with the key that the unit loads' {
            Connect-Person
            Resume-PHBatchExport events-to-minio
            Repair-PHBatchExport -After -2d -Wait -Confirm:$false -WarningAction Ignore | Out-Null
            $result = Invoke-Service (Get-Key Repair-FromSystemd.ps1)
            $result.ExitCode | Should -Be 0 -Because $result.Output
            $result.Output | Should -Match '(?m)^events-to-s3: Healthy\. '
        }

        It 'fails with the place of the key when there is none' {
            $result = Invoke-Service ''
            $result.ExitCode | Should -Be 1
            $result.Text | Should -BeLike '*There is no key in *posthog-key. LoadCredential=*'
            $result.Requests | Should -Be 0
        }

        It 'fails when the key is refused' {
            $result = Invoke-Service 'phx_invalid'
            $result.ExitCode | Should -Be 1
            $result.Text | Should -Match 'Unauthorized|not accepted|unknown|refused'
        }
    }
}

Describe 'Jobs with nothing to repair' -Skip:$noProgram {
    BeforeAll {
        $server = Open-Server '--speed', '1'
        Connect-Person
        # What is left is complete, and nothing is waited for: only then is the number of requests the same on every machine.
        $wrong = @(Get-PHBatchExportHealth -After -3d | Where-Object { -not $_.IsHealthy -or $_.State -eq 'Backfilling' }) +
            @(Compare-PHBatchExportRow -After -3d -Summary | Where-Object State -in Short, Missing) +
            # One of five minutes has several pages of runs, and one that is due at any moment.
            @(Get-PHBatchExport | Where-Object Interval -like 'every*' | Select-Object @{ Name = 'BatchExportId'; Expression = { $_.Id } })
        $wrong.BatchExportId | Sort-Object -Unique | Remove-PHBatchExport -Confirm:$false
        $count = @(Get-PHBatchExport).Count
    }

    AfterAll { $server.Process.Kill() }

    It 'there are exports left' { $count | Should -BeGreaterThan 3 }

    It '<_> succeeds, and costs what it says' -ForEach 'Repair-LastTwoDays.ps1', 'Repair-Rows.ps1', 'Start-AzureRepair.ps1', 'Repair-FromSystemd.ps1' {
        $file = $_
        $result = switch ($file) {
            'Start-AzureRepair.ps1' { Invoke-AzureRepair }
            'Repair-FromSystemd.ps1' { Invoke-Service (Get-Key $file) }
            default { Invoke-Runbook $file }
        }
        $result.ExitCode | Should -Be 0 -Because $result.Output
        Assert-Cost $result $file $count
    }
}
