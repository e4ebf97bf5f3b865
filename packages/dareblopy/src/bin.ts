#!/usr/bin/env node
// `npx dareblopy`: the command of @dareblopy/cli.
import '@dareblopy/cli/bin';
