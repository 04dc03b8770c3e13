'use strict';

// A plugin of osls and Serverless 3, which every service names in serverless.yml: hands each
// artifact to `<org>_lambda.packaging` before it is described and deployed. It stands after
// serverless-python-requirements, which puts the requirements in.

const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const SOURCE = path.join(__dirname, 'src');
const MODULE = `${fs.readdirSync(SOURCE).find((name) => name.endsWith('_lambda'))}.packaging`;

class Fit {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = {
      'after:package:createDeploymentArtifacts': () => this.fit(),
      'after:deploy:function:packageFunction': () => this.fit(),
    };
  }

  fit() {
    const { service, serviceDir } = this.serverless;
    const groups = new Map();
    for (const one of Object.values(service.functions)) {
      const artifact = one.package?.artifact ?? service.package.artifact;
      const version = /^python(3\.\d+)$/.exec(one.runtime ?? service.provider.runtime)?.[1];
      if (!artifact || !version) continue;
      const group = groups.get(artifact) ?? { version, handlers: [] };
      group.handlers.push('--handler', one.handler);
      groups.set(artifact, group);
    }
    for (const [artifact, { version, handlers }] of groups) {
      this.run(version, [...handlers, path.resolve(serviceDir, artifact)]);
    }
  }

  // The version that the functions run, where it is there: only that one compiles for them.
  run(version, words) {
    const candidates = [`python${version}`, 'python3'];
    const python = candidates.find((name) => spawnSync(name, ['--version']).status === 0);
    const env = { ...process.env, PYTHONPATH: SOURCE };
    const command = ['-m', MODULE, '--python', version, ...words];
    const done = python && spawnSync(python, command, { env, stdio: 'inherit' });
    if (done?.status !== 0) {
      const why = python ? `${MODULE} failed` : `none of ${candidates.join(', ')} is on PATH`;
      throw new this.serverless.classes.Error(why, 'ARTIFACT_NOT_FIT');
    }
  }
}

module.exports = Fit;
